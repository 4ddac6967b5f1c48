package dev.caravan.config;

import dev.caravan.trust.Exposed;
import dev.caravan.trust.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file {@code application.properties} of the working directory. Settings name commands, so it must be one that nobody else can
 * change: Caravan may be started as root in somebody's folder, or in /tmp.
 */
public final class SettingsFile {

    private static final Path FILE = Path.of("application.properties");
    private static final String IN_JAR = "classpath:application.properties";

    private SettingsFile() {
    }

    /**
     * Where Camel's properties are: the file, if it is there now, and what is in the jar.
     *
     * @throws IllegalArgumentException others can change the file; the message says what to do
     */
    public static String locations() {
        // What is not there now is not read later, whoever puts it there.
        if (!Files.exists(FILE)) {
            return IN_JAR;
        }
        String problem = problem(FILE, "settings");
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        return "file:" + FILE + ";optional=true," + IN_JAR;
    }

    /**
     * Whether others can change a file or folder that says what is run.
     *
     * @param what is in it, for the message
     * @return what is wrong and what to type; null when nothing is
     */
    public static String problem(Path path, String what) {
        try {
            Exposed exposed = Trust.ofProgram().exposed(path);
            return exposed == null ? null : (exposed.path().equals(path.toAbsolutePath()) ? "" : path + ": ") + exposed.path() + " "
                + exposed.reason() + ", and " + what + " can run commands. Type: " + exposed.remedy() + " (or name a directory in "
                + Trust.DIRECTORIES + " to trust all that is in it)";
        } catch (IOException e) {
            return path + " cannot be looked at: " + e;
        }
    }
}
