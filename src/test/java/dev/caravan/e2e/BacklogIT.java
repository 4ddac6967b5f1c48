package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.config.Units;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.S3Server;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A backlog many times as large as the heap: each line comes once, and memory does not grow. How large it is says
 * {@code -Dcaravan.test.backlog=10GiB}.
 */
class BacklogIT {

    private static final Logger LOG = LoggerFactory.getLogger(BacklogIT.class);
    private static final String HEAP = System.getProperty("caravan.test.heap", "48m");
    private static final long BACKLOG = Units.bytes("caravan.test.backlog", System.getProperty("caravan.test.backlog", "512MiB"));
    // Classes, compiled code, threads and buffers outside the heap.
    private static final long BESIDE_THE_HEAP = 192L << 20;
    private static final byte[] REST = " of a log that was not read for long: GET /index.html?with=some&more=text HTTP/1.1 200\n"
        .getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path directory;

    @Test
    void memoryDoesNotGrowWithTheBacklog() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        int lines = write(logs.resolve("access.log"));
        Path bucket = directory.resolve("s3").resolve(S3Server.BUCKET);
        BitSet seen = new BitSet(lines);
        long start = System.nanoTime();
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            settings.put("caravan.batch.interval", "5s");
            settings.put("caravan.deliver.attempt-timeout", "60s");
            try (CaravanProcess process = CaravanProcess.start(directory, settings, CaravanProcess.jar(), List.of(),
                List.of("-Xmx" + HEAP))) {
                await().atMost(Duration.ofSeconds(60 + (BACKLOG >> 20))).pollInterval(Duration.ofMillis(200)).until(() -> {
                    take(s3, bucket, seen);
                    return seen.cardinality() >= lines || !process.isAlive();
                });
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
                assertTrue(process.isAlive(), process.output());
                long peak = peak(process);
                process.stop();
                take(s3, bucket, seen);
                assertEquals(lines, seen.cardinality(), "lines lost" + process.output());
                assertTrue(!process.output().contains("OutOfMemory"), process.output());
                // The jar has all that is needed to use it.
                assertTrue(process.output().contains("gzip uses libdeflate")
                    || process.output().contains("Unable to load library 'libdeflate.so.0'"), process.output());
                LOG.info("backlog of {} MiB, {} lines, in {} s with -Xmx{}: at most {} MiB of memory", BACKLOG >> 20, lines,
                    seconds, HEAP, peak >> 20);
                long limit = Units.bytes("caravan.test.heap", HEAP) + BESIDE_THE_HEAP;
                assertTrue(peak < limit, "it took " + (peak >> 20) + " MiB of memory");
            }
        }
    }

    /** Writes the backlog; returns how many lines it has. */
    private static int write(Path log) throws IOException {
        int n = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(log), 1 << 18)) {
            for (long written = 0; written < BACKLOG; n++) {
                byte[] head = ("line " + n).getBytes(StandardCharsets.US_ASCII);
                out.write(head);
                out.write(REST);
                written += head.length + REST.length;
            }
        }
        return n;
    }

    /** Ticks off the lines of new objects, and deletes these: the disk need not hold all of them. */
    private static void take(S3Server s3, Path bucket, BitSet seen) throws IOException {
        for (String key : s3.keys()) {
            byte[] content = s3.bytes(key);
            for (int i = 0; i < content.length; i++) {
                int n = 0;
                for (i += 5; content[i] != ' '; i++) {
                    n = n * 10 + content[i] - '0';
                }
                assertTrue(!seen.get(n), "line " + n + " came twice");
                seen.set(n);
                while (content[i] != '\n') {
                    i++;
                }
            }
            Files.delete(bucket.resolve(key));
        }
    }

    /** The most memory that the process had, as the kernel counts it. */
    private static long peak(CaravanProcess process) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
            .filter(l -> l.startsWith("VmHWM:")).mapToLong(l -> Units.bytes("VmHWM", l.substring(6).trim()
                .replace(" kB", "k"))).findFirst().orElseThrow();
    }
}
