package dev.caravan.app;

/** The version of this program. */
public final class ProgramVersion {

    private ProgramVersion() {
    }

    /** The version that is in the jar's manifest; some words where the program does not run from a jar. */
    public static String current() {
        String version = ProgramVersion.class.getPackage().getImplementationVersion();
        return version == null ? "(not from a jar)" : version;
    }
}
