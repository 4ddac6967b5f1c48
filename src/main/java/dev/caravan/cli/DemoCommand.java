package dev.caravan.cli;

import dev.caravan.app.Shipper;
import dev.caravan.schema.input.Unpacked;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code caravan demo}: ships generated nginx and auth lines, and the real listening sockets of this machine, to the embedded S3 server, and
 * shows the objects. Works in a temporary directory, which it deletes at the end. Ignores all settings: generated attacks must not get into a
 * bucket that the user has set up.
 */
@Command(name = "demo", sortOptions = false,
    description = "Runs a ten-second demo with generated logs and a temporary S3 server, and shows the objects.",
    footer = {"", "Example: caravan demo", "Exit codes: 0 every line arrived once; 1 a line did not, or the demo failed; 2 wrong usage."})
public final class DemoCommand implements Callable<Integer> {

    private static final long WRITE_MILLIS = 3000;
    private static final long SOCKETS_MILLIS = 5000;
    private static final long ALL_MILLIS = 60_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private HelpOptions help;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Path directory = Files.createTempDirectory("caravan-demo");
        try {
            return run(out, directory);
        } finally {
            try (Stream<Path> all = Files.walk(directory)) {
                all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
            }
        }
    }

    private int run(PrintWriter out, Path directory) throws Exception {
        Path logs = Files.createDirectory(directory.resolve("log"));
        ConcurrentSkipListSet<String> keys = new ConcurrentSkipListSet<>();
        try (DemoLogs writer = new DemoLogs(logs); Shipper shipper = new Shipper(keys::add, true)) {
            Main main = shipper.main();
            settings(directory, logs).forEach(main::addOverrideProperty);
            out.println("Writing lines to " + logs + " and shipping them for a few seconds ...");
            out.flush();
            shipper.start();
            writer.writeFor(WRITE_MILLIS);
            Path bucket = directory.resolve("objects/caravan");
            awaitAll(bucket, keys, writer);
            shipper.stop();
            return report(out, bucket, keys, writer);
        }
    }

    /** Waits until all lines are in the bucket. Waits for netstat for a limited time: there may be no listening socket, or no netstat. */
    private static void awaitAll(Path bucket, ConcurrentSkipListSet<String> keys, DemoLogs writer) {
        long start = System.nanoTime();
        Map<String, Long> came = new TreeMap<>();
        Set<String> counted = new HashSet<>();
        while (System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(ALL_MILLIS)) {
            for (String key : keys) {
                if (counted.add(key)) {
                    came.merge(source(key), (long) lines(bucket.resolve(key)).size(), Long::sum);
                }
            }
            boolean sockets = came.containsKey("netstat")
                || System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(SOCKETS_MILLIS);
            if (sockets && writer.written().entrySet().stream()
                .allMatch(log -> came.getOrDefault(log.getKey(), 0L) >= log.getValue())) {
                return;
            }
            pause(50);
        }
    }

    private static String source(String key) {
        return key.substring(0, key.indexOf('/'));
    }

    /** Returns settings for the generated logs, which replace those of the working directory. */
    static Map<String, String> settings(Path directory, Path logs) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("caravan.bucket", "");
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        settings.put("caravan.embedded.port", "0");
        settings.put("caravan.embedded.directory", directory.resolve("objects").toString());
        settings.put("caravan.key", "{source}/{yyyy}/{MM}/{dd}/{timestamp}_{host}_{seq}.{ext}");
        settings.put("caravan.batch.interval", "2s");
        settings.put("caravan.batch.compression", "gzip");
        settings.put("caravan.tail.poll-interval", "200ms");
        settings.put("caravan.source.netstat.interval", "60s");
        for (String source : List.of("nginx", "nginx-error", "auth")) {
            settings.put("caravan.source." + source + ".directory", logs.toString());
            settings.put("caravan.source." + source + ".enabled", "true");
        }
        settings.put("caravan.source.nginx.file", "access.log");
        settings.put("caravan.source.nginx-error.file", "error.log");
        settings.put("caravan.source.auth.file", "auth.log");
        settings.put("caravan.source.auth.input", "file");
        settings.put("caravan.source.netstat.enabled", "true");
        return settings;
    }

    private static int report(PrintWriter out, Path bucket, ConcurrentSkipListSet<String> keys, DemoLogs writer)
        throws IOException {
        Map<String, Long> came = new TreeMap<>();
        Map<String, List<String>> samples = new TreeMap<>();
        out.println();
        out.println("Objects in the bucket:");
        for (String key : keys) {
            List<String> lines = lines(bucket.resolve(key));
            out.printf(Locale.ROOT, "  %8d lines  %s%n", lines.size(), key);
            String source = source(key);
            came.merge(source, (long) lines.size(), Long::sum);
            samples.putIfAbsent(source, lines.subList(0, Math.min(2, lines.size())));
        }
        samples.forEach((source, lines) -> {
            out.println();
            out.println("The first lines of " + source + ":");
            lines.forEach(line -> out.println("  " + line));
        });
        long in = writer.written().values().stream().mapToLong(Long::longValue).sum();
        long same = writer.written().entrySet().stream().mapToLong(e -> came.getOrDefault(e.getKey(), 0L)).sum();
        long sockets = came.getOrDefault("netstat", 0L);
        out.println();
        out.printf(Locale.ROOT, "%d lines went into the logs, %d came out in the bucket, and %d listening sockets.%n", in, same, sockets);
        out.flush();
        return in == same ? 0 : 1;
    }

    private static List<String> lines(Path object) {
        try (InputStream in = Unpacked.of(Files.newInputStream(object))) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sleeps for a time in milliseconds; returns early if the thread is interrupted. */
    static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
