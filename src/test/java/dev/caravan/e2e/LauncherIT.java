package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher passes on what it is given, makes its archive of classes once, and uses it. */
class LauncherIT {

    @TempDir
    Path directory;

    @Test
    void theArchiveIsMadeOnceAndUsedFromThenOn() throws Exception {
        Path jar = Path.of(System.getProperty("caravan.jar", "target/caravan.jar")).toAbsolutePath();
        Files.copy(jar, directory.resolve("caravan.jar"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(jar.resolveSibling("caravan"), directory.resolve("caravan"), StandardCopyOption.COPY_ATTRIBUTES);

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
        Path jar = Path.of(System.getProperty("caravan.jar", "target/caravan.jar")).toAbsolutePath();
        Files.createFile(directory.resolve("caravan.jar"));
        Files.copy(jar.resolveSibling("caravan"), directory.resolve("caravan"), StandardCopyOption.COPY_ATTRIBUTES);

        assertTrue(with("17.0.15").contains("-XX:PerfDataSamplingInterval="));
        assertTrue(with("21.0.4").contains("-XX:PerfDataSamplingInterval="));
        assertFalse(with("25.0.3").contains("-XX:PerfDataSamplingInterval="));
        assertFalse(with("26").contains("-XX:PerfDataSamplingInterval="));
        for (String old : List.of("11.0.2", "1.8.0_392")) {
            assertTrue(with(old).contains("needs Java 17 or later"), with(old));
        }
    }

    /** What the launcher says, or what it starts a Java of this version with. */
    private String with(String version) throws Exception {
        Path home = Files.createDirectories(directory.resolve("java-" + version));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
        assertTrue(java.toFile().setExecutable(true));
        ProcessBuilder builder = new ProcessBuilder(directory.resolve("caravan").toString(), "demo").redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", home.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(output.startsWith("caravan: needs") ? 1 : 0, process.waitFor(), output);
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
        builder.environment().put("CARAVAN_JAVA_OPTS", String.join(" ", java));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
