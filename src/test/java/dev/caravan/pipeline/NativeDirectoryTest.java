package dev.caravan.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeDirectoryTest {

    private static final String PROPERTY = "dev.caravan.pipeline.NativeDirectoryTest";

    @TempDir
    Path parent;

    @AfterEach
    void stop() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void nobodyElseCanWriteItAndItIsEmpty() throws Exception {
        Path directory = Files.createDirectory(parent.resolve("native"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.writeString(directory.resolve("libzstd-left.so"), "of a process that was killed");
        assertNull(NativeDirectory.choose(parent, PROPERTY));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
        assertEquals(0, directory.toFile().list().length);
        assertEquals(directory.toString(), System.getProperty(PROPERTY));
    }

    @Test
    void whatTheUserHasSetStays() {
        System.setProperty(PROPERTY, "/elsewhere");
        assertNull(NativeDirectory.choose(parent, PROPERTY));
        assertEquals("/elsewhere", System.getProperty(PROPERTY));
        assertFalse(Files.exists(parent.resolve("native")));
    }

    @Test
    void theNextStateDirectoryOfTheProcessHasOneOfItsOwn() {
        assertNull(NativeDirectory.choose(parent.resolve("first"), PROPERTY));
        assertNull(NativeDirectory.choose(parent.resolve("second"), PROPERTY));
        assertEquals(parent.resolve("second/native").toString(), System.getProperty(PROPERTY));
    }

    @Test
    void aLinkInItsPlaceIsNotFollowed() throws Exception {
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("file"), "not to be deleted");
        Files.createSymbolicLink(parent.resolve("native"), elsewhere);
        String problem = NativeDirectory.choose(parent, PROPERTY);
        assertTrue(problem != null && problem.contains("cannot be used"), problem);
        assertTrue(Files.exists(elsewhere.resolve("file")));
    }

    @Test
    void aMountFromWhichNothingMayBeRunIsTold() throws Exception {
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "noexec,size=1m", "none", parent.toString()).start();
        assumeTrue(mount.waitFor() == 0, "only root can mount");
        try {
            assertEquals(parent.resolve("native") + " is mounted noexec", NativeDirectory.choose(parent, PROPERTY));
        } finally {
            new ProcessBuilder("umount", parent.toString()).start().waitFor();
        }
    }
}
