package dev.nightjar.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a page holds. */
public final class PageData {

    private static final Pattern DATA = Pattern.compile("id=\"data\">([^<]*)<");
    private static final Pattern CODE = Pattern.compile("(?s)<script.*?</script>|<style.*?</style>");

    private PageData() {}

    /** {@return the first of its documents, which is that of the files} */
    public static JsonNode of(byte[] page) {
        return JsonMapper.shared().readTree(documents(page).get(0));
    }

    public static JsonNode of(Path page) {
        try {
            return of(Files.readAllBytes(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return all of its documents, unpacked} */
    public static List<byte[]> documents(byte[] page) {
        Matcher data = DATA.matcher(new String(page, StandardCharsets.UTF_8));
        if (!data.find()) {
            throw new AssertionError("the page holds no data");
        }
        return data.group(1).strip().lines().map(PageData::unpacked).toList();
    }

    static List<byte[]> documents(List<Packed> packed) {
        return packed.stream()
                .map(one -> unpacked(new String(one.base64(), StandardCharsets.UTF_8)))
                .toList();
    }

    private static byte[] unpacked(String line) {
        try (GZIPInputStream unpacked =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(line)))) {
            return unpacked.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return what people see of a page: its markup without code, as plain text has it} */
    public static String text(String dom) {
        return plain(CODE.matcher(dom).replaceAll(""));
    }

    static String plain(String markup) {
        return markup.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&nbsp;", "\u00a0")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
    }
}
