package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text of paths and back. The same again in a process of the locale C. */
class PathTextTest {

    /** Names as they are in a URI. */
    private static final String[] NAMES = {"access.log", "a%20b%25&+%3F%5C$%7B%7D.log", "%C3%BC.log", "caf%E9.log", "%E2%82",
        "%F0%9F%90%AA.log", "%EF%BF%BD", "%ED%A0%80", "%80%FF", "file:"};

    @TempDir
    Path directory;

    private static Path at(Path directory, String name) {
        return Path.of(URI.create("file://" + directory + "/" + name));
    }

    private static void check(Path directory, String name) {
        Path path = at(directory, name);
        assertEquals(path, PathText.path(PathText.of(path)), name);
        String text = PathText.name(path.getFileName());
        assertEquals(path, PathText.resolve(directory, text), name);
        assertEquals(path.resolveSibling("x").getParent(), path.getParent());
        // A rotated name is one with something behind it.
        assertEquals(at(directory, name + ".1"), PathText.resolve(directory, text + ".1"), name);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void becomesTextAndTheSamePathAgain(int which) {
        check(directory, NAMES[which]);
    }

    @Test
    void isUtf8WhereThatIsPossible() {
        assertEquals("/var/log/\u00fc.log", PathText.of(at(Path.of("/var/log"), "%C3%BC.log")));
        assertEquals("file:///var/log/caf%E9.log", PathText.of(at(Path.of("/var/log"), "caf%E9.log")));
    }

    @Test
    void namesThatAreNoTextAreToldFromEachOther() {
        assertTrue(!PathText.name(at(directory, "%80").getFileName()).equals(PathText.name(at(directory, "%81").getFileName())));
    }

    @Test
    void isTheSameInTheLocaleC() throws Exception {
        Path out = directory.resolve("out");
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), InLocaleC.class.getName(),
            directory.toString()).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals("ok\n", Files.readString(out));
    }

    /** What runs there. */
    static final class InLocaleC {

        private InLocaleC() {
        }

        public static void main(String[] args) {
            Path directory = Path.of(args[0]);
            for (String name : NAMES) {
                check(directory, name);
            }
            new PathTextTest().isUtf8WhereThatIsPossible();
            Path made = PathText.resolve(directory, "\u00fc.log");
            assertEquals(at(directory, "%C3%BC.log"), made);
            System.out.println("ok");
        }
    }
}
