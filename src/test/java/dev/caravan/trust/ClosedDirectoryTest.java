package dev.caravan.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosedDirectoryTest {

    @TempDir
    Path directory;

    @Test
    void whereAllMayBeEnteredOrSomethingIsMissingThereIsNone() throws IOException {
        Path logs = Files.createDirectories(directory.resolve("home/logs"));
        assertNull(ClosedDirectory.on(logs));
        assertNull(ClosedDirectory.on(logs.resolve("missing/more")));
        assertFalse(ClosedDirectory.hides(logs.resolve("a.log")), "it is missing");
        assertFalse(ClosedDirectory.hides(Files.createFile(logs.resolve("a.log"))));
    }

    @Test
    void theFirstThatIsClosedIsNamed() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may enter all directories");
        Path home = Files.createDirectory(directory.resolve("home"));
        Path logs = Files.createDirectories(home.resolve("logs"));
        Path file = Files.createFile(logs.resolve("a.log"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        for (String rights : new String[] {"---------", "rw-------"}) {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString(rights));
            try {
                assertEquals(home, ClosedDirectory.on(logs));
                assertEquals(home, ClosedDirectory.on(home));
                assertTrue(ClosedDirectory.hides(file));
                assertTrue(ClosedDirectory.hides(link), "the directory of its target is closed");
                assertNull(ClosedDirectory.on(directory));
            } finally {
                Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
            }
        }
    }
}
