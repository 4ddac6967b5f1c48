package dev.caravan.app;

/** The version of this program. */
public final class ProgramVersion {

    private ProgramVersion() {
    }

    /** Returns the version in the jar's manifest, or {@code (not from a jar)} if there is none. */
    public static String current() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }
}
