package dev.caravan.bench;

import dev.caravan.bench.Shipment.Way;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Cost per line and lines per second, from a file to the bucket. Each figure is the median of the runs; the cost per line is
 * the difference between a long and a short run, so that the start does not count.
 */
final class ThroughputBench {

    /** A kind of run; settings beside the usual ones. */
    record Kind(String name, String source, LogLines log, Map<String, String> settings) {

        static Kind of(String name, String source, LogLines log, String format, String compression) {
            return new Kind(name, source, log, Map.of("caravan.source." + source + ".format", format,
                "caravan.batch.compression", compression));
        }
    }

    private static final List<Kind> KINDS = List.of(
        Kind.of("nginx raw, uncompressed", "nginx", LogLines.NGINX, "raw", "none"),
        Kind.of("nginx raw, gzip", "nginx", LogLines.NGINX, "raw", "gzip"),
        Kind.of("nginx JSON, uncompressed", "nginx", LogLines.NGINX, "json", "none"),
        Kind.of("nginx JSON, gzip", "nginx", LogLines.NGINX, "json", "gzip"),
        Kind.of("nginx JSON, zstd", "nginx", LogLines.NGINX, "json", "zstd"),
        Kind.of("auth JSON, gzip", "auth", LogLines.AUTH, "json", "gzip"));

    private final Path work;
    private final Way way;
    private final int runs;
    private final long few;
    private final long many;

    ThroughputBench(Path work, Way way, int runs, long few, long many) {
        this.work = work;
        this.way = way;
        this.runs = runs;
        this.few = few;
        this.many = many;
    }

    void run(String only) throws Exception {
        System.out.printf("%-26s %9s %9s %10s %10s %9s %9s%n", "per 1,000,000 lines", "G", "CPU s", "lines/s", "wall G",
            "RSS MiB", "obj. MB");
        for (Kind kind : KINDS) {
            if (kind.name().matches(only)) {
                System.out.println(line(kind));
            }
        }
    }

    private String line(Kind kind) throws Exception {
        Path small = file(kind.log(), few);
        Path large = file(kind.log(), many);
        List<Double> gs = new ArrayList<>();
        List<Shipment> shorts = new ArrayList<>();
        List<Shipment> longs = new ArrayList<>();
        gs.add(Yardstick.g(small));
        for (int i = 0; i < runs; i++) {
            shorts.add(ship(kind, small, few));
            longs.add(ship(kind, large, many));
            gs.add(Yardstick.g(small));
        }
        double millions = (many - few) / 1e6;
        double g = Median.of(gs) / (few / 1e6);
        double cpu = (median(longs, Shipment::cpuSeconds) - median(shorts, Shipment::cpuSeconds)) / millions;
        double wall = median(longs, Shipment::wallSeconds) / (many / 1e6);
        return String.format(Locale.ROOT, "%-26s %9.2f %9.2f %10.0f %10.2f %9.0f %9.1f", kind.name(), cpu / g, cpu, 1e6 / wall,
            wall / g, median(longs, s -> (double) s.peakKiB()) / 1024, longs.get(0).bytes() / 1e6 / (many / 1e6));
    }

    private Shipment ship(Kind kind, Path file, long lines) throws Exception {
        Shipment shipment = Shipment.run(way, work.resolve("run"), kind.source(), file, kind.settings());
        if (shipment.lines() != lines) {
            throw new AssertionError(lines + " lines written, " + shipment.lines() + " in the bucket: " + kind.name());
        }
        return shipment;
    }

    private Path file(LogLines log, long lines) throws Exception {
        Path file = work.resolve("logs").resolve(log.name().toLowerCase(Locale.ROOT) + "-" + lines).resolve("bench.log");
        if (!Files.exists(file)) {
            Files.createDirectories(file.getParent());
            log.write(file, lines);
        }
        return file;
    }

    private static double median(List<Shipment> of, java.util.function.ToDoubleFunction<Shipment> figure) {
        return Median.of(of.stream().mapToDouble(figure).boxed().toList());
    }
}
