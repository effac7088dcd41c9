package dev.nightjar.batch;

/** What this program calls itself. */
public final class Version {

    /** The version in the jar's manifest; {@code dev} when run from classes. */
    public static final String NIGHTJAR = find();

    private Version() {}

    private static String find() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
