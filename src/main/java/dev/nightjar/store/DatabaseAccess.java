package dev.nightjar.store;

import dev.nightjar.run.InvalidSettingsException;
import dev.nightjar.run.SettingProblem;
import dev.nightjar.run.SettingValues;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which database a command works on.
 *
 * @param url null for the home's own H2 file; otherwise a JDBC URL of PostgreSQL or H2
 * @param username null if the URL says it
 * @param password null if the URL says it
 * @param patience how long a job waits for a server that is away; 0 not at all. A file in the home is never away
 */
public record DatabaseAccess(
        @Nullable String url,
        @Nullable String username,
        @Nullable String password,
        Duration patience) {

    /** The name of the setting that names the database. */
    public static final String URL = "spring.datasource.url";

    /** The name of the setting that names its user. */
    public static final String USERNAME = "spring.datasource.username";

    /** The name of the setting that holds its password. */
    public static final String PASSWORD = "spring.datasource.password";

    /** The name of the setting that says how long a job waits for a server that is away. */
    public static final String WAIT = "nightjar.database-wait";

    /** The name of the setting that names the profile. */
    public static final String PROFILES = "spring.profiles.active";

    /** The profile of which PostgreSQL is the database, if nothing else is said on this machine. */
    public static final String POSTGRES = "postgres";

    private static final String POSTGRES_URL = "jdbc:postgresql://localhost:5432/nightjar";
    private static final String POSTGRES_USER = "nightjar";

    private static final Duration DEFAULT_WAIT = Duration.ofMinutes(2);

    /** The home's own H2 file. */
    public static final DatabaseAccess EMBEDDED = new DatabaseAccess(null, null, null);

    /** As the settings with these names, and a job waits as long as it does unless it is told otherwise. */
    public DatabaseAccess(@Nullable String url, @Nullable String username, @Nullable String password) {
        this(url, username, password, DEFAULT_WAIT);
    }

    public DatabaseAccess {
        if (url != null && !url.startsWith("jdbc:postgresql:") && !url.startsWith("jdbc:h2:")) {
            throw new DatabaseException(
                    URL + " must begin with jdbc:postgresql: or jdbc:h2:, was " + withoutSecrets(url), null);
        }
    }

    /**
     * What the command line says, else the environment ({@code SPRING_DATASOURCE_URL}, {@code _USERNAME}, {@code _PASSWORD},
     * {@code NIGHTJAR_DATABASE_WAIT}, {@code SPRING_PROFILES_ACTIVE}), else what the profile {@code postgres} says, else the home's own
     * file.
     *
     * @throws InvalidSettingsException if one of them cannot be used
     */
    public static DatabaseAccess of(Map<String, String> options, Map<String, String> environment) {
        String url = find(URL, options, environment);
        String username = find(USERNAME, options, environment);
        String profile = find(PROFILES, options, environment);
        if (profile != null && !profile.equals(POSTGRES)) {
            throw refused(PROFILES, options, profile, "must be " + POSTGRES + ", the only profile there is");
        }
        if (profile != null && url == null) {
            url = POSTGRES_URL;
            username = username == null ? POSTGRES_USER : username;
        }
        DatabaseAccess access = new DatabaseAccess(
                url,
                username,
                find(PASSWORD, options, environment),
                patience(options, find(WAIT, options, environment)));
        if (profile != null && !access.postgres()) {
            throw refused(
                    URL, options, access.described(), "must begin with jdbc:postgresql: in the profile " + POSTGRES);
        }
        return access;
    }

    private static Duration patience(Map<String, String> options, @Nullable String given) {
        if (given == null) {
            return DEFAULT_WAIT;
        }
        try {
            return SettingValues.time(given);
        } catch (IllegalArgumentException e) {
            throw refused(WAIT, options, given, String.valueOf(e.getMessage()));
        }
    }

    private static InvalidSettingsException refused(
            String key, Map<String, String> options, String value, String accepted) {
        return new InvalidSettingsException(List.of(
                new SettingProblem(options.containsKey(key) ? "command line" : "environment", key, value, accepted)));
    }

    /** {@return whether a setting of that name is about the database, and not of a queue} */
    public static boolean names(String setting) {
        return Set.of(URL, USERNAME, PASSWORD, WAIT, PROFILES).contains(setting);
    }

    /** {@return whether it is the file in the home} */
    public boolean embedded() {
        return url == null;
    }

    /** {@return whether it is PostgreSQL} */
    public boolean postgres() {
        return url != null && url.startsWith("jdbc:postgresql:");
    }

    /** {@return how people may be told of it: without parameters, which may hold a password} */
    public String described() {
        return url == null ? "the home's H2 file" : withoutSecrets(url);
    }

    private static String withoutSecrets(String url) {
        return url.replaceFirst("[?;].*", "");
    }

    private static @Nullable String find(String name, Map<String, String> options, Map<String, String> environment) {
        String option = options.get(name);
        String value = option != null
                ? option
                : environment.get(name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
        return value == null || value.isBlank() ? null : value;
    }
}
