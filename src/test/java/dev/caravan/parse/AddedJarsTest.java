package dev.caravan.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.parse.core.ParserProvider;
import dev.caravan.testing.ParserJar;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.util.List;
import java.util.ServiceLoader;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars beside the program add parsers, unless others can change them. */
class AddedJarsTest {

    @TempDir
    Path directory;

    private Path folder;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(directory.toRealPath().resolve("lib"));
        mode(folder, "rwxr-xr-x");
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static Path empty(Path jar) throws IOException {
        new JarOutputStream(Files.newOutputStream(jar), new Manifest()).close();
        mode(jar, "rw-r--r--");
        return jar;
    }

    private String refused() {
        return assertThrows(UnusableParsersException.class, () -> AddedJars.jars(folder)).getMessage();
    }

    @Test
    void aJarAddsAParser() throws Exception {
        ParserJar.make(folder.resolve("doors.jar"), "DoorParsers", "doors");
        List<URL> jars = AddedJars.jars(folder);
        assertEquals(1, jars.size());
        try (URLClassLoader loader = new URLClassLoader(jars.toArray(URL[]::new), getClass().getClassLoader())) {
            Parsers parsers = new Parsers(ZoneOffset.UTC, Providers.of(ServiceLoader.load(ParserProvider.class, loader)));
            assertTrue(parsers.names().containsAll(List.of("doors", "syslog")));
            assertEquals("alice", Parsing.record(parsers.get("doors"), "vault opened by alice").get("user").textValue());
        }
    }

    @Test
    void aNameThatCaravanHasIsRefusedWithBothJars() throws Exception {
        Path jar = ParserJar.make(folder.resolve("other.jar"), "OtherParsers", "syslog");
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
            String message = assertThrows(UnusableParsersException.class,
                () -> Providers.of(ServiceLoader.load(ParserProvider.class, loader))).getMessage();
            assertTrue(message.startsWith("there are two parsers syslog, of dev.caravan.parse.auth.AuthParsers (/"), message);
            assertTrue(message.contains("and of org.example.OtherParsers (" + jar + "): remove"), message);
        }
    }

    @Test
    void onlyJarsCountInTheOrderOfTheirNames() throws IOException {
        for (String name : List.of("b.jar", "a.jar", "readme.txt")) {
            empty(folder.resolve(name));
        }
        assertEquals(List.of(folder.resolve("a.jar").toUri().toURL(), folder.resolve("b.jar").toUri().toURL()), AddedJars.jars(folder));
        assertEquals(List.of(), AddedJars.jars(directory.resolve("missing")));
    }

    @Test
    void whatOthersCanChangeIsRefused() throws IOException {
        Path jar = empty(folder.resolve("a.jar"));
        mode(jar, "rw-rw-rw-");
        assertTrue(refused().contains(jar + " ") && refused().contains("chmod"), refused());
        mode(jar, "rw-r--r--");
        assertEquals(1, AddedJars.jars(folder).size());
        mode(folder, "rwxrwxrwx");
        assertTrue(refused().contains(folder + " "), refused());
    }

    @Test
    void aFileThatIsNoJarIsNamed() throws IOException {
        Path jar = Files.writeString(folder.resolve("a.jar"), "text");
        mode(jar, "rw-r--r--");
        assertTrue(refused().startsWith(jar + " cannot be read as a jar: "), refused());
    }

    @Test
    void aFolderOfOthersWithoutJarsStopsNothing() throws IOException {
        mode(folder, "rwxrwxrwx");
        assertEquals(List.of(), AddedJars.jars(folder));
    }

    @Test
    void aProgramThatIsNoJarHasNone() {
        assertSame(getClass().getClassLoader(), AddedJars.loader());
    }
}
