package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.state.FailPoint;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The output of a command cannot be had again: once it is stored it survives a kill at any later step. */
class CommandKillIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(value = FailPoint.class, names = {"COMMAND_ENDED", "MOVED_TO_EMBEDDED"}, mode = EnumSource.Mode.EXCLUDE)
    void theOutputOfACommandSurvivesAKillAt(FailPoint step) throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Path script = Files.writeString(directory.resolve("count"), "#!/bin/sh\nn=$(cat " + directory
            + "/n 2>/dev/null || echo 0)\necho \"line $n \"\necho on standard error >&2\necho $((n+1)) >" + directory
            + "/n\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            settings.put("caravan.source.nginx.enabled", "false");
            settings.put("caravan.source.netstat.enabled", "true");
            settings.put("caravan.source.netstat.format", "raw");
            settings.put("caravan.source.netstat.command", script.toString());
            settings.put("caravan.source.netstat.interval", "200ms");
            settings.put("caravan.batch.interval", "1s");
            Map<String, String> deadly = new TreeMap<>(settings);
            deadly.put("caravan.test.kill-at", step + (step == FailPoint.DESTINATION_KNOWN ? "" : ":2"));
            try (CaravanProcess process = CaravanProcess.start(directory, deadly)) {
                assertEquals(137, process.waitFor(60), process.output());
            }
            // The command outlives its parent: it may still be counting.
            await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            long ended = Long.parseLong(Files.readString(directory.resolve("n")).trim());
            try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> process.output().lines()
                    .filter(l -> l.contains("delivered")).count() > 3);
                process.stop();
                List<Long> numbers = NumberedWriter.numbers(s3.lines("netstat/"));
                long written = numbers.get(numbers.size() - 1) + 1;
                // Only the run that was under way at the kill may be missing, for its output was not stored yet.
                List<Long> missing = java.util.stream.LongStream.range(0, written).boxed()
                    .filter(n -> !numbers.contains(n)).toList();
                assertTrue(missing.isEmpty() || missing.equals(List.of(ended - 1)),
                    "missing " + missing + ", the last that had ended was " + (ended - 1) + process.output());
                assertEquals(numbers.size(), numbers.stream().distinct().count(), "twice: " + numbers);
                s3.puts().forEach((key, count) -> assertEquals(1, count, key + " was stored twice"));
            }
        }
    }
}
