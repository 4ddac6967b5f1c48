package dev.caravan.bench;

import dev.caravan.bench.Shipment.Way;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** How long after it was written a line is in the bucket. */
final class LatencyBench {

    private LatencyBench() {
    }

    /** A thousand lines a second, a batch each second. */
    static void run(Path work, Way way, int seconds) throws Exception {
        try (Running running = new Running(way, work.resolve("latency"), Map.of("caravan.batch.interval", "1s",
            "caravan.source.netstat.enabled", "false"))) {
            write(running.logs.resolve("access.log"), seconds);
            List<Double> all = new ArrayList<>();
            long end = System.nanoTime() + 20_000_000_000L;
            while (all.size() < seconds * 1000 && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(500);
                all = latencies(running.bucket().resolve("nginx"));
            }
            // The first seconds are those in which its code is compiled.
            List<Double> warm = all.subList(Math.min(all.size(), 5000), all.size());
            System.out.printf("latency, %s, %d lines: median %.2f s, 99 %% %.2f s, most %.2f s%n", way, all.size(),
                Median.of(warm), Median.rank(warm, 0.99), Median.rank(warm, 1));
        }
    }

    private static void write(Path log, int seconds) throws Exception {
        byte[] filler = "x".repeat(200).getBytes(StandardCharsets.US_ASCII);
        long start = System.nanoTime();
        try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
            for (int i = 0; i < seconds * 100; i++) {
                StringBuilder lines = new StringBuilder();
                for (int k = 0; k < 10; k++) {
                    lines.append(System.currentTimeMillis()).append(' ').append(new String(filler, StandardCharsets.US_ASCII))
                        .append('\n');
                }
                out.write(lines.toString().getBytes(StandardCharsets.US_ASCII));
                long ahead = start + (i + 1) * 10_000_000L - System.nanoTime();
                if (ahead > 0) {
                    TimeUnit.NANOSECONDS.sleep(ahead);
                }
            }
        }
    }

    private static List<Double> latencies(Path folder) throws IOException {
        List<Double> all = new ArrayList<>();
        if (!Files.exists(folder)) {
            return all;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                long stored = Files.getLastModifiedTime(file).toMillis();
                try (BufferedReader in = new BufferedReader(new InputStreamReader(new GZIPInputStream(
                    Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
                    for (String line = in.readLine(); line != null; line = in.readLine()) {
                        all.add((stored - Long.parseLong(line.substring(0, line.indexOf(' ')))) / 1000.0);
                    }
                }
            }
        } catch (IOException e) {
            // An object is being written just now.
            return new ArrayList<>();
        }
        return all;
    }
}
