package dev.nightjar.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page that needs nothing but itself: styles, chart library, script and data stand in it. Its own policy lets a browser run these two
 * scripts and load nothing, so that no text of a user can ever be more than text.
 */
final class Page {

    private static final String LIBRARY = "uplot";
    private static final String LIBRARY_FILES = "META-INF/resources/webjars/" + LIBRARY + "/";
    private static final String LIBRARY_FACTS = "META-INF/maven/org.webjars.npm/" + LIBRARY + "/pom.properties";
    private static final byte[] LINE = {'\n'};
    private static final Pattern PLACE = Pattern.compile("@([a-z]+)@");

    /** The frame with what all pages share in place, between the places of what is of one page. */
    private final List<byte[]> between = new ArrayList<>();

    private final List<String> places = new ArrayList<>();

    private Page(Map<String, String> shared) {
        String frame = resource("report/page.html");
        StringBuilder text = new StringBuilder();
        Matcher place = PLACE.matcher(frame);
        while (place.find()) {
            String name = place.group(1);
            place.appendReplacement(text, Matcher.quoteReplacement(shared.getOrDefault(name, "")));
            if (!shared.containsKey(name)) {
                places.add(name);
                between.add(text.toString().getBytes(StandardCharsets.UTF_8));
                text.setLength(0);
            }
        }
        between.add(place.appendTail(text).toString().getBytes(StandardCharsets.UTF_8));
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
     * @param of SHA-256 of what it shows, in hexadecimal
     * @param data JSON documents, each packed; the members of all are the page's
     */
    byte[] with(String title, String version, String of, List<Packed> data) {
        List<byte[]> parts = new ArrayList<>();
        for (int place = 0; place < places.size(); place++) {
            parts.add(between.get(place));
            switch (places.get(place)) {
                case "title" -> parts.add(escaped(title).getBytes(StandardCharsets.UTF_8));
                case "version" -> parts.add(escaped(version).getBytes(StandardCharsets.UTF_8));
                default -> data.forEach(one -> parts.addAll(List.of(LINE, one.base64())));
            }
        }
        parts.add(between.get(places.size()));
        return PageSeal.sealed(parts, of);
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
