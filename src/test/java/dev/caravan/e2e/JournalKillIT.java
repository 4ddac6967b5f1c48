package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.Journal;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills Caravan and journalctl with SIGKILL while records are written; each record must be in the bucket once. */
class JournalKillIT {

    @TempDir
    Path directory;
    private volatile boolean stopped;
    private volatile long written;

    @Test
    void eachRecordIsInTheBucketOnceAfterKillsOfCaravanAndOfJournalctl() throws Exception {
        try (Journal journal = new Journal(Files.createDirectory(directory.resolve("journal")));
            S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            Path logs = Files.createDirectory(directory.resolve("logs"));
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            settings.put("caravan.source.nginx.enabled", "false");
            settings.put("caravan.source.auth.enabled", "true");
            settings.put("caravan.source.auth.format", "raw");
            settings.put("caravan.source.auth.directory", logs.toString());
            settings.put("caravan.source.auth.journal-directory", journal.directory().toString());
            journal.write("system", journal.entry("line 0 "));
            written = 1;
            Thread writer = new Thread(() -> write(journal), "writer");
            writer.start();
            long seed = System.nanoTime();
            Random random = new Random(seed);
            int killed = 0;
            for (int round = 0; round < 3; round++) {
                try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                    int begun = round;
                    await().atMost(Duration.ofSeconds(60)).until(() -> process.output().lines()
                        .filter(l -> l.contains("auth: following the journal")).count() > begun);
                    for (int n = 0; n < 3; n++) {
                        LockSupport.parkNanos(random.nextInt(500) * 1_000_000L);
                        for (ProcessHandle child : children(process)) {
                            killed += child.destroyForcibly() ? 1 : 0;
                        }
                    }
                    LockSupport.parkNanos(random.nextInt(500) * 1_000_000L);
                    List<ProcessHandle> left = children(process);
                    process.kill();
                    // It must not outlive who reads what it prints.
                    for (ProcessHandle child : left) {
                        await().atMost(Duration.ofSeconds(10)).until(() -> !child.isAlive());
                    }
                }
            }
            stopped = true;
            writer.join();
            try (CaravanProcess process = CaravanProcess.start(directory, settings)) {
                await().atMost(Duration.ofSeconds(60)).until(() -> s3.lines("auth/").size() >= written || !process.isAlive());
                process.stop();
                assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("auth/")), written),
                    "seed " + seed + process.output());
                s3.puts().forEach((key, count) -> assertEquals(1, count, key + " was stored twice"));
            }
            assertEquals(true, killed > 3, killed + " kills of journalctl");
        }
    }

    private static List<ProcessHandle> children(CaravanProcess process) {
        return ProcessHandle.of(process.pid()).stream().flatMap(ProcessHandle::children)
            .filter(p -> p.info().command().orElse("").endsWith("journalctl")).toList();
    }

    /** Two files, as journald has them after a rotation. */
    private void write(Journal journal) {
        try (Journal.Writer one = journal.writer("system"); Journal.Writer two = journal.writer("system2")) {
            while (!stopped) {
                Journal.Writer file = written % 1000 < 500 ? one : two;
                for (int n = 0; n < 10; n++) {
                    file.write(journal.entry("line " + written + " "));
                    written++;
                }
                LockSupport.parkNanos(10_000_000);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
