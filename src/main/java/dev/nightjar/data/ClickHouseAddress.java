package dev.nightjar.data;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a ClickHouse server is and how its data is to be understood: {@code http[s]://[user:password@]host[:port][/database]},
 * with {@code ?times=clock|instant}, {@code source=} and {@code timeout=} (seconds).
 *
 * @param server scheme, host and port, without user and password
 * @param database its name
 * @param user null if nobody told
 * @param password empty if nobody told; never part of a message
 * @param instants whether the tables hold instants rather than the exchange's clock times
 * @param candleSource which source of candles is wanted; null if nobody told
 * @param timeout how long to wait for the server's next byte
 */
record ClickHouseAddress(
        URI server,
        String database,
        @Nullable String user,
        String password,
        boolean instants,
        @Nullable String candleSource,
        Duration timeout) {

    static final String USER = "NIGHTJAR_CLICKHOUSE_USER";

    static final String PASSWORD = "NIGHTJAR_CLICKHOUSE_PASSWORD";

    static final String FORM = "http[s]://[user:password@]host[:port][/database]"
            + "[?times=clock|instant&source=<name>&timeout=<seconds>], such as http://localhost:8123/market";

    private static final int PORT = 8123;

    private static final int TLS_PORT = 8443;

    private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,4}");

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** {@return whether that names a server rather than a folder} */
    static boolean isOne(String text) {
        return text.startsWith("http://") || text.startsWith("https://");
    }

    /**
     * Understands an address.
     *
     * @param environment has {@value #USER} and {@value #PASSWORD}, which count if the address has no user
     * @throws DataException with everything that is wrong with it
     */
    static ClickHouseAddress of(String text, Map<String, String> environment) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException wrong) {
            // its message repeats the address, and with it the password
            throw new DataException("the address of a ClickHouse server", List.of("should be " + FORM));
        }
        List<String> problems = new ArrayList<>();
        boolean tls = "https".equals(uri.getScheme());
        if ((!tls && !"http".equals(uri.getScheme())) || uri.getHost() == null || uri.getFragment() != null) {
            throw new DataException("the address of a ClickHouse server", List.of("should be " + FORM));
        }
        int port = uri.getPort() < 0 ? (tls ? TLS_PORT : PORT) : uri.getPort();
        URI server = URI.create(uri.getScheme() + "://" + uri.getHost() + ":" + port);
        String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("^/|/$", "");
        String database = path.isEmpty() ? "default" : path;
        if (!DATABASE.matcher(database).matches()) {
            problems.add("database \"" + CsvFile.shortened(database) + "\" should be letters, digits and _.-");
        }
        Map<String, String> options = options(uri.getRawQuery());
        String times = options.getOrDefault("times", "clock");
        if (!times.equals("clock") && !times.equals("instant")) {
            problems.add("times=" + CsvFile.shortened(times) + " should be clock or instant");
        }
        String seconds = options.getOrDefault("timeout", Long.toString(TIMEOUT.toSeconds()));
        boolean usable = SECONDS.matcher(seconds).matches();
        if (!usable) {
            problems.add("timeout=" + CsvFile.shortened(seconds) + " should be whole seconds from 1 to 99999");
        }
        for (String option : options.keySet()) {
            if (!List.of("times", "source", "timeout").contains(option)) {
                problems.add(
                        "option \"" + CsvFile.shortened(option) + "\" is unknown; known are times, source, timeout");
            }
        }
        if (!problems.isEmpty()) {
            throw new DataException(server + "/" + CsvFile.shortened(database), problems);
        }
        String[] userInfo = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        boolean told = userInfo.length > 0 && !userInfo[0].isEmpty();
        String environmentPassword = environment.getOrDefault(PASSWORD, "");
        return new ClickHouseAddress(
                server,
                database,
                told ? decoded(userInfo[0]) : environment.get(USER),
                !told ? environmentPassword : userInfo.length > 1 ? decoded(userInfo[1]) : environmentPassword,
                times.equals("instant"),
                options.get("source"),
                Duration.ofSeconds(usable ? Long.parseLong(seconds) : 1));
    }

    private static Map<String, String> options(@Nullable String query) {
        Map<String, String> options = new TreeMap<>();
        if (query != null && !query.isEmpty()) {
            for (String option : query.split("&", -1)) {
                String[] parts = option.split("=", 2);
                options.put(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "");
            }
        }
        return options;
    }

    /** A plus is a plus; URLDecoder would make it a blank. */
    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** {@return the address as messages tell it: without user and password} */
    String name() {
        return server + "/" + database;
    }

    @Override
    public String toString() {
        return name();
    }
}
