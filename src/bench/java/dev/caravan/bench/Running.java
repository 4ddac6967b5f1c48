package dev.caravan.bench;

import dev.caravan.bench.Shipment.Way;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Caravan with its four usual sources, beside an S3 server, for as long as a benchmark wants. */
final class Running implements AutoCloseable {

    private static final List<String> FOLLOWED = List.of("nginx: following", "nginx-error: following", "auth: following");

    final Path work;
    final Path logs;
    final S3Server server;
    final Process process;
    /** Seconds until all sources were followed. */
    final double startSeconds;

    /** @param more settings beside those that point it at its logs and its server */
    Running(Way way, Path work, Map<String, String> more) throws Exception {
        this.work = work;
        Shipment.clear(work);
        logs = Files.createDirectories(work.resolve("logs"));
        Files.createDirectories(work.resolve("s3"));
        for (String log : List.of("access.log", "error.log", "auth.log")) {
            Files.createFile(logs.resolve(log));
        }
        server = new S3Server(work.resolve("s3"));
        Map<String, String> settings = new TreeMap<>(dev.caravan.testing.CaravanProcess.s3(server.endpoint()));
        settings.put("caravan.deliver.attempt-timeout", "60s");
        for (String source : List.of("nginx", "nginx-error", "auth")) {
            settings.put("caravan.source." + source + ".directory", logs.toString());
        }
        settings.putAll(more);
        long start = System.nanoTime();
        process = Shipment.start(way, work, settings);
        List<String> wanted = FOLLOWED.stream().filter(f -> !"false".equals(
            settings.get("caravan.source." + f.substring(0, f.indexOf(':')) + ".enabled"))).toList();
        String output = "";
        while (!isReady(output, wanted)) {
            if (!process.isAlive()) {
                throw new IOException("it ended: " + output);
            }
            TimeUnit.MILLISECONDS.sleep(5);
            output = Files.readString(work.resolve("caravan.log"));
        }
        startSeconds = (System.nanoTime() - start) / 1e9;
    }

    /** Whether each source is followed, or waits for a file that the benchmark makes later. */
    private static boolean isReady(String output, List<String> wanted) {
        return wanted.stream().allMatch(w -> output.contains(w) || output.contains(w.replace("following", "waiting for")));
    }

    ProcessUse use() throws IOException {
        return ProcessUse.of(process.pid());
    }

    /** Whether there is an object in the bucket. */
    boolean hasDelivered() throws IOException {
        if (!Files.isDirectory(bucket())) {
            return false;
        }
        try (Stream<Path> all = Files.walk(bucket())) {
            return all.anyMatch(Files::isRegularFile);
        }
    }

    Path bucket() {
        return work.resolve("s3").resolve(S3Server.BUCKET);
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        process.waitFor();
        server.close();
        Shipment.clear(work);
    }
}
