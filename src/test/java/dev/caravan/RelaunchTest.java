package dev.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher takes over where nobody has told Java anything that it might contradict. */
class RelaunchTest {

    @TempDir
    Path directory;

    private Path jar;
    private Path launcher;

    @BeforeEach
    void install() throws IOException {
        directory = directory.toRealPath();
        jar = Files.createFile(directory.resolve("caravan.jar"));
        launcher = Files.createFile(directory.resolve("caravan"));
        assertTrue(launcher.toFile().setExecutable(true));
    }

    private Relaunch.Start start(String... command) throws IOException {
        return start(Map.of("HOME", "/root"), command);
    }

    private static Relaunch.Start start(Map<String, String> environment, String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(command));
        line.add(0, "java");
        line.add("");
        return Relaunch.of(line, environment);
    }

    @Test
    void settingsAndArgumentsArePassedOn() throws IOException {
        assertEquals(new Relaunch.Start(launcher, jar, List.of(), List.of()), start("-jar", jar.toString()));
        assertEquals(new Relaunch.Start(launcher, jar, List.of("-Dcaravan.bucket=logs", "-Dempty="), List.of("-Da=b c", "run", "-jar")),
            start("-Dcaravan.bucket=logs", "-Dempty=", "-jar", jar.toString(), "-Da=b c", "run", "-jar"));
    }

    @Test
    void aLinkToTheJarLeadsToItsLauncher() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("logs.jar"), jar);
        assertEquals(launcher, start("-jar", link.toString()).launcher());
    }

    /** As packages have it. The launcher of a folder above is started only if it belongs to this jar. */
    @Test
    void theLauncherOfAPackageIsInBin() throws IOException {
        Path packaged = Files.copy(jar, Files.createDirectories(directory.resolve("usr/share/caravan")).resolve("caravan.jar"));
        assertNull(start("-jar", packaged.toString()));
        Path bin = Files.copy(launcher, Files.createDirectory(directory.resolve("usr/bin")).resolve("caravan"),
            StandardCopyOption.COPY_ATTRIBUTES);
        assertEquals(bin, start("-jar", packaged.toString()).launcher());
        Path elsewhere = Files.copy(jar, Files.createDirectories(directory.resolve("usr/share/other")).resolve("caravan.jar"));
        assertNull(start("-jar", elsewhere.toString()));
        Files.setPosixFilePermissions(bin.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals("chmod o-w " + bin.getParent(), Relaunch.exposed(start("-jar", packaged.toString())).remedy());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx64m", "-XX:+UseG1GC", "-javaagent:some.jar", "-agentlib:jdwp=transport=dt_socket", "-ea", "-version",
        "@options", "-Dname=with a space", "-Dname=*", "-Dname=[a]", "-Dname=?", "-Dname=with\ttab"})
    void optionsThatTheLauncherMayContradictOrSplitAreKept(String option) throws IOException {
        assertNull(start(option, "-jar", jar.toString()));
        assertNull(start("-Dname=value", option, "-jar", jar.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"})
    void soAreThoseOfTheEnvironment(String name) throws IOException {
        assertNull(start(Map.of(name, "-Xmx1g"), "-jar", jar.toString()));
    }

    @Test
    void withoutALauncherItIsPlain() throws IOException {
        assertTrue(launcher.toFile().setExecutable(false));
        assertNull(start("-jar", jar.toString()));
        Files.delete(launcher);
        assertNull(start("-jar", jar.toString()));
        Files.createDirectory(launcher);
        assertNull(start("-jar", jar.toString()));
    }

    /** Java is started as root by somebody who has copied the jar alone, to /tmp for example. */
    @Test
    void aLauncherThatOthersCanChangeIsNotStarted() throws IOException {
        Relaunch.Start start = start("-jar", jar.toString());
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertNull(Relaunch.exposed(start));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xrwx"));
        assertEquals("chmod o-w " + launcher, Relaunch.exposed(start).remedy());
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "only root can give a file to somebody else");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(launcher, "unix:uid", 65534);
        assertEquals("chown root " + launcher, Relaunch.exposed(start).remedy());
        Files.setAttribute(jar, "unix:uid", 65534);
        assertNull(Relaunch.exposed(start));
    }

    @Test
    void theLauncherStartsNoJarOfAnotherName() throws IOException {
        Path other = Files.createFile(directory.resolve("caravan-1.jar"));
        assertNull(start("-jar", other.toString()));
    }

    @Test
    void aClassPathIsNoJar() throws IOException {
        assertNull(start("-cp", jar.toString(), "dev.caravan.Caravan"));
        assertNull(start("-jar"));
    }
}
