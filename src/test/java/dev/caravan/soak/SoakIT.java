package dev.caravan.soak;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.Relay;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three writers at full speed, logrotate each 10 seconds, an S3 server that goes up and down in all the ways a network
 * does, {@code kill -9} each 20 seconds, and an edit of the route files each 30 seconds. Then every line in the bucket is
 * counted. {@code mvn verify -Psoak}; {@code -Dcaravan.test.soak.minutes}, 30 by default, and {@code -Dcaravan.test.soak.rate}, the
 * bytes a second that each writer keeps below.
 */
@Tag("soak")
class SoakIT {

    private static final Logger LOG = LoggerFactory.getLogger("soak");
    private static final int WRITERS = 3;
    private static final long AHEAD = 1_500_000;
    private static final Relay.Mode[] MODES = {Relay.Mode.DOWN, Relay.Mode.SILENT, Relay.Mode.BREAK_AFTER_STORING,
        Relay.Mode.SLOW};

    @TempDir
    Path directory;
    private Path logs;
    private Path routes;
    private S3Server s3;
    private Relay relay;
    private Map<String, String> settings;
    private CaravanProcess caravan;
    private final Writer[] writers = new Writer[WRITERS];
    private final AtomicLongArray arrived = new AtomicLongArray(WRITERS);
    private final Count running = new Count(WRITERS);
    private final Set<String> counted = new HashSet<>();
    private Random random;
    private int kills;
    private int edits;
    private int outages;

    @Test
    void eachLineIsInTheBucketOnce() throws Exception {
        long seed = Long.getLong("caravan.test.soak.seed", System.nanoTime());
        random = new Random(seed);
        long duration = (long) (Double.parseDouble(System.getProperty("caravan.test.soak.minutes", "30")) * 60e9);
        logs = Files.createDirectory(directory.resolve("logs"));
        routes = Files.createDirectory(directory.resolve("routes"));
        Rotator rotator = new Rotator(logs);
        LOG.info("seed {}, {}", seed, rotator.isReal() ? "logrotate rotates" : "logrotate is not installed: the test rotates");
        try {
            s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
            relay = new Relay(s3.port());
            settings = new TreeMap<>(CaravanProcess.oneLog(logs, relay.endpoint()));
            settings.put("caravan.batch.interval", "5s");
            settings.put("caravan.source.nginx.enabled", "false");
            settings.put("caravan.tail.rotated-wait", "5s");
            settings.put("caravan.outbox.max-bytes", "200MiB");
            long rate = Long.getLong("caravan.test.soak.rate", 4_000_000);
            for (int i = 0; i < WRITERS; i++) {
                int n = i;
                save(i, "first", "5s");
                writers[i] = new Writer(i, logs.resolve("w" + i + ".log"), rate, AHEAD, () -> arrived.get(n));
            }
            caravan = CaravanProcess.start(directory, settings);
            // What was rotated before a source was ever followed is left alone.
            await().atMost(Duration.ofSeconds(120)).until(() -> caravan.output().lines().filter(l -> l.contains(": following "))
                .count() == WRITERS);
            storm(System.nanoTime() + duration, rotator);
            for (Writer writer : writers) {
                writer.stop();
            }
            drain();
            summary(seed, rotator);
        } finally {
            close();
        }
    }

    /** All that happens, until the end. */
    private void storm(long end, Rotator rotator) throws Exception {
        long start = System.nanoTime();
        long rotateAt = start + seconds(10);
        long killAt = start + seconds(20);
        long editAt = start + seconds(30);
        long s3At = start + seconds(15);
        long tellAt = start + seconds(60);
        for (long now = start; now < end; now = System.nanoTime()) {
            count();
            if (now > rotateAt) {
                rotator.rotate(writers[2]);
                rotateAt = System.nanoTime() + seconds(10);
            }
            if (now > killAt) {
                caravan.kill();
                kills++;
                caravan = CaravanProcess.start(directory, settings);
                killAt = System.nanoTime() + seconds(20);
            }
            if (now > editAt) {
                edit();
                editAt = System.nanoTime() + seconds(30);
            }
            if (now > s3At) {
                s3At = System.nanoTime() + seconds(changeS3());
            }
            if (now > tellAt) {
                LOG.info("{} s, {}", (now - start) / seconds(1), progress());
                tellAt = System.nanoTime() + seconds(60);
            }
            assertTrue(caravan.isAlive(), () -> "Caravan has ended by itself:\n" + tail());
            LockSupport.parkNanos(50_000_000);
        }
    }

    private static long seconds(long n) {
        return n * 1_000_000_000;
    }

    /** Lets the server fail, or work again; returns for how many seconds. */
    private long changeS3() {
        s3.answerPutsWith(0);
        if (outages % 2 == 0) {
            int kind = outages / 2 % (MODES.length + 1);
            if (kind == MODES.length) {
                s3.answerPutsWith(503);
            } else {
                relay.mode(MODES[kind]);
            }
            outages++;
            return 5 + random.nextInt(8);
        }
        relay.mode(Relay.Mode.PASS);
        outages++;
        return 15 + random.nextInt(10);
    }

    /** Changes the prefix, the age of batches, or breaks a route file, or removes it; the next edit mends it. */
    private void edit() throws IOException {
        int i = random.nextInt(WRITERS);
        for (int other = 0; other < WRITERS; other++) {
            if (other != i && !isWell(other)) {
                save(other, "mended" + edits, "5s");
            }
        }
        edits++;
        switch (edits % 5) {
            case 3 -> Files.writeString(file(i), "- route:\n  nonsense: [");
            case 4 -> Files.deleteIfExists(file(i));
            default -> save(i, "edit" + edits, 1 + random.nextInt(9) + "s");
        }
    }

    private boolean isWell(int i) throws IOException {
        return Files.exists(file(i)) && Files.readString(file(i)).contains("s3-batch-sink");
    }

    private Path file(int i) {
        return routes.resolve("w" + i + ".yaml");
    }

    private void save(int i, String output, String interval) throws IOException {
        Path file = Files.writeString(directory.resolve("saved"), """
            - route:
                id: w%1$d
                from:
                  uri: kamelet:log-tail-source
                  parameters: { source: w%1$d, directory: %2$s, fileName: w%1$d.log }
                  steps:
                    - unmarshal: { custom: { ref: raw } }
                    - to: { uri: "kamelet:s3-batch-sink", parameters: { source: "w%1$d-%3$s", interval: %4$s } }
            """.formatted(i, logs, output, interval));
        Files.move(file, file(i), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Counts the objects that have come since, so that writers know how far they are ahead. */
    private void count() throws IOException {
        for (String key : s3.puts().keySet()) {
            if (counted.add(key)) {
                running.add(object(key));
            }
        }
        for (int i = 0; i < WRITERS; i++) {
            arrived.set(i, running.of(i));
        }
    }

    private Path object(String key) {
        return directory.resolve("s3").resolve(S3Server.BUCKET).resolve(key);
    }

    /** All is well again: all lines must come. */
    private void drain() throws Exception {
        relay.mode(Relay.Mode.PASS);
        s3.answerPutsWith(0);
        for (int i = 0; i < WRITERS; i++) {
            save(i, "last", "1s");
        }
        long since = System.nanoTime();
        for (int before = -1; !allArrived() && System.nanoTime() - since < seconds(90);) {
            count();
            since = counted.size() == before ? since : System.nanoTime();
            before = counted.size();
            LockSupport.parkNanos(200_000_000);
        }
        LOG.info("drained, {}", progress());
        caravan.stop();
    }

    private boolean allArrived() {
        return IntStream.range(0, WRITERS).allMatch(i -> arrived.get(i) >= writers[i].written());
    }

    private String progress() {
        StringBuilder text = new StringBuilder("written/arrived");
        for (int i = 0; i < WRITERS; i++) {
            text.append(' ').append(writers[i].written()).append('/').append(arrived.get(i));
        }
        return text.append(", objects ").append(counted.size()).append(", kills ").append(kills).append(", edits ")
            .append(edits).append(", twice ").append(running.twice()).toString();
    }

    /** Counts the whole bucket afresh, and says what came out. */
    private void summary(long seed, Rotator rotator) throws IOException {
        Count all = new Count(WRITERS);
        long objects = 0;
        try (Stream<Path> files = Files.walk(directory.resolve("s3").resolve(S3Server.BUCKET))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                all.add(file);
                objects++;
            }
        }
        long[] written = new long[WRITERS];
        long lost = 0;
        long lines = 0;
        long bytes = 0;
        for (int i = 0; i < WRITERS; i++) {
            written[i] = writers[i].written();
            lost += all.missing(i, written[i]);
            lines += written[i];
            bytes += writers[i].bytes();
        }
        String result = "%,d lines (%,d MB) in %,d objects; %d rotations by %s, %d kills, %d edits of routes, %d changes of S3: lost %d, twice %d"
            .formatted(lines, bytes / 1_000_000, objects, rotator.rotations(), rotator.isReal() ? "logrotate" : "the test", kills,
                edits, outages, lost, all.twice());
        LOG.info("{} (seed {})", result, seed);
        Files.writeString(Path.of("target", "soak.txt"), result + "\n");
        assertEquals("lost 0, twice 0, strange 0", "lost " + lost + ", twice " + all.twice() + ", strange " + all.strange(),
            () -> all.example(written) + "\n" + tail());
        s3.puts().forEach((key, count) -> assertEquals(1, count, key + " was stored twice"));
    }

    private String tail() {
        String output = caravan.output();
        return output.substring(Math.max(0, output.length() - 20_000));
    }

    private void close() throws Exception {
        for (Writer writer : Arrays.stream(writers).filter(Objects::nonNull).toList()) {
            writer.close();
        }
        if (caravan != null) {
            caravan.close();
            caravan.waitFor(10);
            // What happened is of use when lines are missing; the bucket and the logs are too large to keep.
            Files.copy(directory.resolve("caravan.log"), Path.of("target", "soak-caravan.log"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (relay != null) {
            relay.close();
        }
        if (s3 != null) {
            s3.close();
        }
    }
}
