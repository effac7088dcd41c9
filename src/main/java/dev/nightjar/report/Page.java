package dev.nightjar.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * A page that needs nothing but itself: styles, chart library, script and data stand in it. Its own policy lets a browser run these two
 * scripts and load nothing, so that no text of a user can ever be more than text.
 */
final class Page {

    private static final String LIBRARY = "uplot";
    private static final String LIBRARY_FILES = "META-INF/resources/webjars/" + LIBRARY + "/";
    private static final String LIBRARY_FACTS = "META-INF/maven/org.webjars.npm/" + LIBRARY + "/pom.properties";
    private static final Pattern PLACE = Pattern.compile("@([a-z]+)@");

    private final Map<String, String> parts;
    private final String frame;

    private Page(Map<String, String> parts) {
        this.parts = parts;
        frame = resource("report/page.html");
    }

    /**
     * {@return the page of that script}
     *
     * @param script its name, such as strategy
     */
    static Page of(String script) {
        String folder = LIBRARY_FILES + libraryVersion() + "/dist/";
        String library = resource(folder + "uPlot.iife.min.js");
        String all = resource("report/common.js") + resource("report/" + script + ".js");
        return new Page(Map.of(
                "style",
                resource(folder + "uPlot.min.css") + resource("report/report.css"),
                "library",
                library,
                "script",
                all,
                "hashes",
                allowed(library) + " " + allowed(all)));
    }

    /**
     * {@return the page's bytes}
     *
     * @param title any text
     * @param version of this program
     * @param data a JSON document
     */
    byte[] with(String title, String version, byte[] data) {
        Map<String, String> own = Map.of(
                "title",
                escaped(title),
                "version",
                escaped(version),
                "data",
                Base64.getEncoder().encodeToString(packed(data)));
        Matcher places = PLACE.matcher(frame);
        StringBuilder page = new StringBuilder();
        while (places.find()) {
            String name = places.group(1);
            String part = own.containsKey(name) ? own.get(name) : parts.get(name);
            places.appendReplacement(page, Matcher.quoteReplacement(String.valueOf(part)));
        }
        places.appendTail(page);
        return page.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] packed(byte[] data) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String allowed(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String libraryVersion() {
        Properties facts = new Properties();
        try (InputStream stream = stream(LIBRARY_FACTS)) {
            facts.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return facts.getProperty("version");
    }

    private static String resource(String name) {
        try (InputStream stream = stream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream stream(String name) {
        InputStream stream = Page.class.getClassLoader().getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException("the program lacks " + name);
        }
        return stream;
    }
}
