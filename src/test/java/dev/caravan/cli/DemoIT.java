package dev.caravan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first command that a newcomer types. */
class DemoIT {

    private static final Pattern LAST = Pattern.compile("(\\d+) lines went into the logs, (\\d+) came out in the bucket");

    @TempDir
    Path directory;

    @Test
    void whatWentInCameOut() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + directory, "-jar", CaravanProcess.jar().toString(), "demo")
            .directory(directory.toFile()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        Matcher last = LAST.matcher(output);
        assertTrue(last.find(), output);
        assertTrue(Integer.parseInt(last.group(1)) > 100, output);
        assertEquals(last.group(1), last.group(2), output);
        for (String source : new String[] {"nginx", "nginx-error", "auth"}) {
            assertTrue(Pattern.compile(" +[1-9]\\d* lines +" + source + "/\\S+\\.gz\\n").matcher(output).find(), output);
        }
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(0, left.filter(f -> f.getFileName().toString().startsWith("caravan-demo")).count());
        }
    }
}
