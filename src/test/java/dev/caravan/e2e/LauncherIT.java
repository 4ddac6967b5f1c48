package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.source.file.Logs;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher passes on what it is given, makes its archive of classes once, and uses it. */
class LauncherIT {

    /** What may stand in the environment of the tests: Java tells of it, and stays as it was started. */
    private static final Set<String> OF_JAVA = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS",
        "CARAVAN_LAUNCHED");

    @TempDir
    Path directory;
    /** The one that {@link #with} starts; null for that beside the jar. */
    private Path launcher;

    @Test
    void theArchiveIsMadeOnceAndUsedFromThenOn() throws Exception {
        install();

        assertTrue(run(List.of("--version")).startsWith("caravan "));
        await().atMost(Duration.ofMinutes(3)).until(() -> files().stream().anyMatch(f -> f.endsWith("-classes.jsa"))
            && files().size() == 3);
        Path archive = directory.resolve(files().stream().filter(f -> f.endsWith("-classes.jsa")).findFirst().orElseThrow());
        Object made = Files.getLastModifiedTime(archive);

        String loaded = run(List.of("-Dcaravan.bucket=", "schema"), "-Xlog:class+load");
        assertTrue(loaded.contains("dev.caravan.cli.SchemaCommand source: shared objects file (top)"), loaded.lines()
            .filter(l -> l.contains("dev.caravan")).findFirst().orElse(loaded));
        assertEquals(made, Files.getLastModifiedTime(archive));
        assertEquals(3, files().size(), files().toString());
    }

    @Test
    void eachJavaGetsOptionsThatItKnowsAndAnOldOneIsRefused() throws Exception {
        Files.createFile(directory.resolve("caravan.jar"));
        Files.copy(CaravanProcess.jar().resolveSibling("caravan"), directory.resolve("caravan"), StandardCopyOption.COPY_ATTRIBUTES);

        assertTrue(with("17.0.15").contains("-XX:+ExitOnOutOfMemoryError"));
        assertTrue(with("17.0.15").contains("-XX:PerfDataSamplingInterval="));
        assertTrue(with("21.0.4").contains("-XX:PerfDataSamplingInterval="));
        assertFalse(with("25.0.3").contains("-XX:PerfDataSamplingInterval="));
        assertFalse(with("26-ea").contains("-XX:PerfDataSamplingInterval="));
        for (String old : List.of("11.0.2", "1.8.0_392", "16-ea")) {
            assertTrue(with(old).contains("needs Java 17 or later"), with(old));
        }
    }

    /** An archive of classes is code. Others may have put one where root looks for it. */
    @Test
    void anArchiveThatOthersCanChangeIsNotUsed() throws Exception {
        Files.createFile(directory.resolve("caravan.jar"));
        Files.copy(CaravanProcess.jar().resolveSibling("caravan"), directory.resolve("caravan"), StandardCopyOption.COPY_ATTRIBUTES);
        mode(directory, "rwxr-xr-x");
        assertFalse(with("17.0.1").contains("-XX:SharedArchiveFile="));
        Path archive = archive(directory);
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)));
        assertTrue(with("17.0.1").contains("-XX:SharedArchiveFile=" + archive));

        mode(archive, "rw-r--rw-");
        assertRefused(archive);
        mode(archive, "rw-r--r--");
        mode(directory, "rwxrwxrwx");
        assertRefused(archive);
        assertTrue(with("17.0.1", "CARAVAN_TRUST_DIRECTORY", "/nowhere:" + directory + "/").contains("-XX:SharedArchiveFile="));
        assertTrue(with("17.0.1", "CARAVAN_TRUST_DIRECTORY", directory + "-not").contains("is not used"));
        mode(directory, "rwxr-xr-x");
        Path other = Files.move(archive, directory.resolve("other"));
        Files.createSymbolicLink(archive, other);
        assertRefused(archive);
        Files.delete(archive);
        Files.move(other, archive);
        assertTrue(with("17.0.1").contains("-XX:SharedArchiveFile="));
        if ("root".equals(System.getProperty("user.name"))) {
            Files.setAttribute(archive, "unix:uid", 65534);
            assertRefused(archive);
            Files.setAttribute(directory.resolve("caravan.jar"), "unix:uid", 65534);
            assertTrue(with("17.0.1").contains("-XX:SharedArchiveFile="));
        }
        Path cache = Files.createDirectory(directory.resolve("cache"), PosixFilePermissions.asFileAttribute(
            PosixFilePermissions.fromString("rwx------")));
        assertFalse(with("17.0.1", "CACHE_DIRECTORY", cache + ":/nowhere").contains("-XX:SharedArchiveFile="));
        await().until(() -> archive(cache) != null);
        assertTrue(with("17.0.1", "CACHE_DIRECTORY", cache.toString()).contains("-XX:SharedArchiveFile=" + archive(cache)));
    }

    /** A package has the jar in another folder than the launcher, where others may be able to write though not beside it. */
    @Test
    void theJarOfAPackageIsRootsOrTheOwnersOfTheLauncher() throws Exception {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        launcher = Files.copy(CaravanProcess.jar().resolveSibling("caravan"), bin.resolve("caravan"), StandardCopyOption.COPY_ATTRIBUTES);
        Path shared = directory.toRealPath().resolve("share/caravan");
        assertTrue(with("17.0.1").contains(shared.resolve("caravan.jar") + " is missing, or belongs to another user"));
        Path jar = Files.createFile(Files.createDirectories(shared).resolve("caravan.jar"));
        String output = with("17.0.1");
        assertTrue(output.contains("-jar " + jar + " demo"), output);
        await().until(() -> archive(shared) != null);
        if ("root".equals(System.getProperty("user.name"))) {
            Files.setAttribute(jar, "unix:uid", 65534);
            assertTrue(with("17.0.1").contains(jar + " is missing, or belongs to another user"));
            Files.setAttribute(launcher, "unix:uid", 65534);
            assertTrue(with("17.0.1").contains("-jar " + jar + " demo"));
        }
    }

    private void assertRefused(Path archive) throws Exception {
        String output = with("17.0.1");
        assertTrue(output.contains("others can change " + archive) && !output.contains("-XX:SharedArchiveFile="), output);
    }

    private static Path archive(Path in) throws IOException {
        try (Stream<Path> all = Files.list(in)) {
            return all.filter(f -> f.toString().endsWith("-classes.jsa")).findFirst().orElse(null);
        }
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    @Test
    void theEnvironmentOfJavaIsSafeAndReadsEveryName() throws Exception {
        Files.createFile(directory.resolve("caravan.jar"));
        Files.copy(CaravanProcess.jar().resolveSibling("caravan"), directory.resolve("caravan"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String program : List.of("stat", "locale", "readlink", "find", "nice")) {
            Path planted = Files.writeString(directory.resolve(program), "#!/bin/sh\necho planted >&2\n");
            assertTrue(planted.toFile().setExecutable(true));
        }
        String output = with("17.0.1", "PATH", ":.:" + System.getenv("PATH") + "::bin:", "LC_ALL", "C");
        assertFalse(output.contains("planted"), output);
        assertTrue(output.contains("umask 0077"), output);
        assertTrue(output.contains("LC_ALL C.UTF-8"), output);
        assertFalse((":" + output.replaceFirst("(?s).*\nPATH (.*?)\n.*", "$1") + ":").matches(".*:([^/][^:]*)?:.*"), output);
        // A name that is not installed stands for C.
        assertTrue(with("17.0.1", "LC_ALL", "xx_YY.UTF-8").contains("LC_ALL C.UTF-8"));
        assertTrue(with("17.0.1", "LC_ALL", "C.utf8").contains("LC_ALL C.utf8"));
    }

    /** Same process, same settings, and the port of JMX, which Java had opened before, is free again. */
    @Test
    void javaItselfComesToTheLauncherToo() throws Exception {
        install();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path logs = Files.createDirectory(directory.resolve("log"));
        Logs.append(logs.resolve("access.log"), Logs.lines(0, 10));
        try (S3Server server = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, server.endpoint()));
            settings.put("com.sun.management.jmxremote.host", "127.0.0.1");
            settings.put("com.sun.management.jmxremote.port", String.valueOf(port));
            settings.put("com.sun.management.jmxremote.authenticate", "false");
            settings.put("com.sun.management.jmxremote.ssl", "false");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
            command.addAll(List.of("-jar", "caravan.jar", "-Dcaravan.batch.compression=none", "run"));
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("caravan.log").toFile());
            builder.environment().keySet().removeAll(OF_JAVA);
            builder.environment().put("CARAVAN_JAVA_OPTS", "-Dsaid.before=1");
            Process process = builder.start();
            try {
                await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertEquals(10, server.lines("nginx/").size(), Files.readString(directory
                    .resolve("caravan.log"))));
                String line = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
                assertTrue(line.contains("-XX:+UseSerialGC") && line.contains("-Dsaid.before=1"), line.replace('\0', ' '));
                JMXServiceURL url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi");
                try (JMXConnector connector = JMXConnectorFactory.connect(url)) {
                    assertFalse(connector.getMBeanServerConnection().queryNames(new ObjectName("dev.caravan:*"), null)
                        .isEmpty());
                }
                process.destroy();
                assertEquals(143, process.waitFor());
            } finally {
                process.destroyForcibly().waitFor();
                await().atMost(Duration.ofMinutes(2)).until(() -> files().stream().noneMatch(f -> f.endsWith(".lock")));
            }
        }
    }

    private void install() throws IOException {
        for (String file : List.of("caravan.jar", "caravan")) {
            Files.copy(CaravanProcess.jar().resolveSibling(file), directory.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** What the launcher says, or what it starts a Java of this version with. */
    private String with(String version, String... environment) throws Exception {
        Path home = Files.createDirectories(directory.resolve("java-" + version));
        Files.createDirectories(home.resolve("lib"));
        if (!Files.exists(home.resolve("lib/modules"))) {
            Files.createFile(home.resolve("lib/modules"));
        }
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, """
            #!/bin/sh
            for option; do
                case $option in -XX:ArchiveClassesAtExit=*) echo classes >"${option#*=}"; exit ;; esac
            done
            echo "$@"
            echo umask $(umask)
            echo LC_ALL $LC_ALL
            echo PATH $PATH
            """);
        assertTrue(java.toFile().setExecutable(true));
        ProcessBuilder builder = new ProcessBuilder(
            (launcher == null ? directory.resolve("caravan") : launcher).toString(), "demo").redirectErrorStream(true);
        builder.directory(directory.toFile());
        builder.environment().keySet().removeAll(List.of("CACHE_DIRECTORY", "CARAVAN_TRUST_DIRECTORY"));
        builder.environment().put("JAVA_HOME", home.toString());
        for (int i = 0; i < environment.length; i += 2) {
            builder.environment().put(environment[i], environment[i + 1]);
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(output.startsWith("caravan: needs") || output.contains("is missing, or") ? 1 : 0, process.waitFor(), output);
        // It tries to make an archive of classes, in the background.
        await().until(() -> files().stream().noneMatch(f -> f.endsWith(".lock")));
        return output;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(f -> f.getFileName().toString()).toList();
        }
    }

    private String run(List<String> arguments, String... java) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(directory.resolve("caravan").toString()),
            arguments.stream()).toList()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(OF_JAVA);
        builder.environment().put("CARAVAN_JAVA_OPTS", String.join(" ", java));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
