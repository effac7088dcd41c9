package dev.nightjar.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which database a command works on.
 *
 * @param url null for the home's own H2 file; otherwise a JDBC URL of PostgreSQL or H2
 * @param username null if the URL says it
 * @param password null if the URL says it
 */
public record DatabaseAccess(
        @Nullable String url,
        @Nullable String username,
        @Nullable String password) {

    /** The name of the setting that names the database. */
    public static final String URL = "spring.datasource.url";

    /** The name of the setting that names its user. */
    public static final String USERNAME = "spring.datasource.username";

    /** The name of the setting that holds its password. */
    public static final String PASSWORD = "spring.datasource.password";

    /** The home's own H2 file. */
    public static final DatabaseAccess EMBEDDED = new DatabaseAccess(null, null, null);

    public DatabaseAccess {
        if (url != null && !url.startsWith("jdbc:postgresql:") && !url.startsWith("jdbc:h2:")) {
            throw new DatabaseException(
                    URL + " must begin with jdbc:postgresql: or jdbc:h2:, was " + withoutSecrets(url), null);
        }
    }

    /**
     * What the command line says, else the environment ({@code SPRING_DATASOURCE_URL}, {@code _USERNAME},
     * {@code _PASSWORD}), else the home's own file.
     */
    public static DatabaseAccess of(Map<String, String> options, Map<String, String> environment) {
        return new DatabaseAccess(
                find(URL, options, environment),
                find(USERNAME, options, environment),
                find(PASSWORD, options, environment));
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
        String value =
                option != null ? option : environment.get(name.replace('.', '_').toUpperCase(java.util.Locale.ROOT));
        return value == null || value.isBlank() ? null : value;
    }
}
