package dev.caravan.bench;

import dev.caravan.bench.Shipment.Way;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Many files at once, and a backlog in many files. */
final class FilesBench {

    private FilesBench() {
    }

    /** A thousand files that get ten lines a second each. */
    static void many(Path work, Way way, int seconds) throws Exception {
        int files = 1000;
        try (Running running = new Running(way, work.resolve("many"), Map.of("caravan.source.nginx.file", "many-*.log",
            "caravan.batch.interval", "1s", "caravan.source.nginx-error.enabled", "false", "caravan.source.auth.enabled",
            "false", "caravan.source.netstat.enabled", "false"))) {
            byte[] ten = LogLines.NGINX.bytes(10);
            List<OutputStream> out = new ArrayList<>();
            for (int i = 0; i < files; i++) {
                OutputStream one = Files.newOutputStream(running.logs.resolve("many-" + i + ".log"));
                // Files that begin alike are taken for copies of each other.
                one.write(("file " + i + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                out.add(one);
            }
            ProcessUse before = running.use();
            long start = System.nanoTime();
            for (int second = 0; second < seconds; second++) {
                for (OutputStream one : out) {
                    one.write(ten);
                }
                long ahead = start + (second + 1) * 1_000_000_000L - System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(Math.max(0, ahead));
            }
            ProcessUse after = running.use();
            double wrote = (System.nanoTime() - start) / 1e9;
            for (OutputStream one : out) {
                one.close();
            }
            long wanted = (long) files * (seconds * 10 + 1);
            long lines = 0;
            while (lines < wanted && System.nanoTime() - start < (seconds + 60) * 1_000_000_000L) {
                TimeUnit.MILLISECONDS.sleep(200);
                lines = lines(running);
            }
            System.out.printf("1000 files, %s, %.0f s: %.0f %% of a core, %d MiB; %d of %d lines in the bucket %.1f s after the last%n",
                way, wrote, (after.cpuSeconds() - before.cpuSeconds()) * 100 / wrote, after.peakRssKiB() / 1024, lines, wanted,
                (System.nanoTime() - start) / 1e9 - wrote);
        }
    }

    private static long lines(Running running) {
        try {
            return Shipment.count(running.bucket().resolve("nginx"))[0];
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }

    /** Peak memory at full speed, with so many bytes in a hundred files. */
    static void backlog(Path work, Way way, long bytes) throws Exception {
        Path logs = work.resolve("logs").resolve("backlog-" + bytes);
        int files = 100;
        byte[] chunk = LogLines.NGINX.bytes(5000);
        long chunks = Math.max(1, bytes / files / chunk.length);
        if (!Files.exists(logs)) {
            Files.createDirectories(logs);
            for (int i = 0; i < files; i++) {
                try (OutputStream out = Files.newOutputStream(logs.resolve("bench-" + i + ".log"))) {
                    // Files of the same content are told apart by their heads.
                    out.write(("file " + i + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    for (long k = 0; k < chunks; k++) {
                        out.write(chunk);
                    }
                }
            }
        }
        Shipment shipment = Shipment.run(way, work.resolve("run"), "nginx", logs, "bench-*.log", Map.of(
            "caravan.source.nginx.format", "raw"));
        System.out.printf("backlog of %.1f GB in 100 files, %s: peak %d MiB, %d of %d lines%n", bytes / 1e9, way,
            shipment.peakKiB() / 1024, shipment.lines(), files * (chunks * 5000 + 1));
    }
}
