package dev.caravan.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs as root is what the system has, not what somebody has put into the working directory. */
class ProgramTest {

    @TempDir
    Path directory;

    private final List<Exposed> refused = new ArrayList<>();

    private Program find(String path, String... commands) {
        return Program.find(List.of(commands), path, Trust.ofProgram(), refused::add);
    }

    private Path program(Path in, String name, String mode) throws IOException {
        Path program = Files.createFile(Files.createDirectories(in).resolve(name));
        Files.setPosixFilePermissions(in, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString(mode));
        return program;
    }

    @Test
    void programsAreFoundInAbsoluteDirectoriesOnly() throws IOException {
        Path own = program(directory.resolve("bin"), "caravan-test-program", "rwxr-xr-x");
        Path relative = Path.of("").toAbsolutePath().relativize(own.getParent());
        assertNull(find("", "caravan-test-program"));
        assertNull(find(":" + relative + ":.:/usr/bin", "caravan-test-program"));
        assertEquals(own.toString(), find(":" + own.getParent(), "caravan-test-program -x").executable());
        assertEquals(List.of("/usr/bin", "/bin"), Program.directories(":/usr/bin:.::bin:/bin:"));
        assertTrue(find("", "caravan-missing", "sh -c true").executable().endsWith("/sh"));
    }

    @Test
    void aProgramThatOthersCanChangeIsLeftOutAndTheNextIsTaken() throws IOException {
        Path theirs = program(directory.resolve("theirs"), "caravan-test-program", "rwxr-xrwx");
        Path own = program(directory.resolve("own"), "caravan-test-program", "rwxr-xr-x");
        assertEquals(own.toString(), find(theirs.getParent() + ":" + own.getParent(), "caravan-test-program").executable());
        assertEquals(List.of(theirs), refused.stream().map(Exposed::path).toList());
        assertNull(find("", theirs.toString()));
        assertEquals(own.toString(), find("", own.toString()).executable());
    }
}
