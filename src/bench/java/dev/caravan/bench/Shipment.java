package dev.caravan.bench;

import dev.caravan.testing.S3Server;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * One run of Caravan: from its start until all lines of the files are in the bucket.
 *
 * @param cpuSeconds  user and system, whole process, start included
 * @param wallSeconds from the start of the process until the last object was stored
 * @param peakKiB     greatest resident set
 * @param lines       lines in the bucket, counted
 * @param bytes       bytes of the objects as stored
 */
record Shipment(double cpuSeconds, double wallSeconds, long peakKiB, long lines, long bytes) {

    private static final Pattern OFFSET = Pattern.compile("\"offset\" ?: ?(\\d+)");

    /** How it is started. */
    enum Way {
        /** {@code java -jar target/caravan.jar}, which starts the launcher. */
        PLAIN,
        /** The same where there is no launcher. */
        ALONE,
        /** By the launcher, with its flags and class data sharing. */
        LAUNCHER;

        /** Waits for the launcher's archive of classes, which its first run makes. */
        static void awaitArchive(Path work) throws Exception {
            Shipment.clear(work.resolve("first"));
            new ProcessBuilder(Path.of("target/caravan").toAbsolutePath().toString(), "--version")
                .directory(work.resolve("first").toFile()).inheritIO().start().waitFor();
            for (int i = 0; i < 600; i++) {
                try (Stream<Path> files = Files.list(Path.of("target"))) {
                    if (files.anyMatch(f -> f.toString().endsWith("-classes.jsa"))) {
                        return;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
            System.out.println("there is no archive of classes: starts are slower");
        }

        List<String> command(Map<String, String> settings) {
            List<String> command = new ArrayList<>();
            List<String> options = new ArrayList<>();
            new TreeMap<>(settings).forEach((name, value) -> options.add("-D" + name + "=" + value));
            if (this != LAUNCHER) {
                command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
                String more = System.getProperty("bench.jvm", "");
                command.addAll(more.isEmpty() ? List.of() : List.of(more.split(" ")));
                command.addAll(options);
                command.addAll(List.of("-jar", Path.of("target/caravan.jar").toAbsolutePath().toString()));
            } else {
                command.add(Path.of("target/caravan").toAbsolutePath().toString());
                command.addAll(options);
            }
            return command;
        }
    }

    /** Settings for a run against this server, with every source off. */
    static Map<String, String> settings(S3Server server) {
        Map<String, String> settings = new TreeMap<>(dev.caravan.testing.CaravanProcess.s3(server.endpoint()));
        for (String source : List.of("nginx", "nginx-error", "auth", "netstat")) {
            settings.put("caravan.source." + source + ".enabled", "false");
        }
        settings.put("caravan.deliver.attempt-timeout", "60s");
        settings.put("caravan.batch.interval", "1s");
        return settings;
    }

    /**
     * Ships the file of one source.
     *
     * @param work scratch folder, emptied
     */
    static Shipment run(Way way, Path work, String source, Path file, Map<String, String> more) throws Exception {
        return run(way, work, source, file.getParent(), file.getFileName().toString(), more);
    }

    /** Ships the files of a folder whose names fit the pattern. */
    static Shipment run(Way way, Path work, String source, Path folder, String pattern, Map<String, String> more)
        throws Exception {
        clear(work);
        Files.createDirectories(work.resolve("s3"));
        try (S3Server server = new S3Server(work.resolve("s3"))) {
            Map<String, String> settings = settings(server);
            settings.put("caravan.source." + source + ".enabled", "true");
            settings.put("caravan.source." + source + ".directory", folder.toAbsolutePath().toString());
            settings.put("caravan.source." + source + ".file", pattern);
            settings.putAll(more);
            long start = System.nanoTime();
            Process process = start(way, work, settings);
            try {
                long[] sizes = sizes(folder, pattern);
                Path state = work.resolve("state");
                while (!isShipped(state.resolve(source).resolve("checkpoint.json"), sizes, state.resolve("outbox"))) {
                    if (!process.isAlive()) {
                        throw new IOException("it ended: " + Files.readString(work.resolve("caravan.log")));
                    }
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                double wall = (System.nanoTime() - start) / 1e9;
                ProcessUse use = ProcessUse.of(process.pid());
                process.destroy();
                process.waitFor();
                long[] stored = count(work.resolve("s3").resolve(S3Server.BUCKET).resolve(source));
                return new Shipment(use.cpuSeconds(), wall, use.peakRssKiB(), stored[0], stored[1]);
            } finally {
                process.destroyForcibly().waitFor();
            }
        } finally {
            clear(work);
        }
    }

    static Process start(Way way, Path work, Map<String, String> settings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(way.command(settings)).directory(work.toFile()).redirectErrorStream(true)
            .redirectOutput(work.resolve("caravan.log").toFile());
        if (way == Way.ALONE) {
            builder.environment().put("CARAVAN_LAUNCHED", "1");
        }
        return builder.start();
    }

    /** Whether the commit point is at the end of all files and nothing waits for delivery. */
    private static boolean isShipped(Path checkpoint, long[] sizes, Path outbox) throws IOException {
        try {
            Matcher offsets = OFFSET.matcher(Files.readString(checkpoint));
            if (!Arrays.equals(sizes, offsets.results().mapToLong(m -> Long.parseLong(m.group(1))).sorted().toArray())) {
                return false;
            }
        } catch (IOException e) {
            return false;
        }
        try (Stream<Path> waiting = Files.walk(outbox)) {
            return waiting.noneMatch(Files::isRegularFile);
        } catch (java.io.UncheckedIOException e) {
            return false;
        }
    }

    private static long[] sizes(Path folder, String pattern) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            List<Long> sizes = new ArrayList<>();
            for (Path file : files) {
                sizes.add(Files.size(file));
            }
            return sizes.stream().mapToLong(Long::longValue).sorted().toArray();
        }
    }

    /** Lines and stored bytes below a folder of the bucket. */
    static long[] count(Path folder) throws IOException {
        long lines = 0;
        long bytes = 0;
        byte[] buffer = new byte[1 << 16];
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                bytes += Files.size(file);
                try (InputStream in = open(file)) {
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        for (int i = 0; i < n; i++) {
                            lines += buffer[i] == '\n' ? 1 : 0;
                        }
                    }
                }
            }
        }
        return new long[] {lines, bytes};
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        String name = file.toString();
        return name.endsWith(".gz") ? new GZIPInputStream(in, 1 << 16)
            : name.endsWith(".zst") ? new com.github.luben.zstd.ZstdInputStream(in) : new FilterInputStream(in) {};
    }

    static void clear(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
