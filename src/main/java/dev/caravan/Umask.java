package dev.caravan;

import com.sun.jna.Platform;
import dev.caravan.pipeline.NativeFunctions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * The umask of the process. Caravan sets the mode of each file when it creates the file, and a umask can only clear bits of that mode. A umask
 * that clears the owner's bits (such as 0777) would leave files that Caravan itself cannot open again.
 */
final class Umask {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int OF_THE_OWNER = 0700;
    private static final int PRIVATE = 0077;
    private static final String OF_JNA = "libjnidispatch.so";

    private Umask() {
    }

    /**
     * Sets the umask to 0077 if it takes permissions from the owner. Must be called before the program creates a file.
     *
     * @return a message for the log if the umask is unusable and cannot be changed; null otherwise
     */
    static @Nullable String correct() {
        try {
            int mask = Files.readString(STATUS, StandardCharsets.ISO_8859_1).lines().filter(line -> line.startsWith("Umask:"))
                .map(line -> Integer.parseInt(line.substring("Umask:".length()).trim(), 8)).findFirst().orElse(PRIVATE);
            if ((mask & OF_THE_OWNER) != 0) {
                set();
            }
            return null;
        } catch (IOException | NumberFormatException | LinkageError e) {
            return "the umask takes permissions from the owner of new files, and cannot be changed: start with umask 0077 (" + e + ")";
        }
    }

    /** Sets the umask by JNA. Unpacks JNA's native code here, because JNA could not read a file that it creates with the present umask. */
    private static void set() throws IOException {
        Path directory = Files.createTempDirectory("caravan");
        Path library = directory.resolve(OF_JNA);
        try (InputStream code = Platform.class.getResourceAsStream("/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/" + OF_JNA)) {
            if (code == null) {
                throw new IOException("JNA has no native code for this machine");
            }
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            Files.createFile(library);
            Files.setPosixFilePermissions(library, PosixFilePermissions.fromString("rwx------"));
            Files.write(library, code.readAllBytes());
            System.setProperty("jna.boot.library.path", directory.toString());
            NativeFunctions.bind(Functions.class, "c");
            Functions.umask(PRIVATE);
        } finally {
            System.clearProperty("jna.boot.library.path");
            Files.deleteIfExists(library);
            Files.deleteIfExists(directory);
        }
    }

    /** Functions of the C library, under their names. */
    private static final class Functions {

        static native int umask(int mask);
    }
}
