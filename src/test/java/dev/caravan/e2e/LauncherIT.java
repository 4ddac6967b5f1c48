package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
