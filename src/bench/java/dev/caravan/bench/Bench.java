package dev.caravan.bench;

import dev.caravan.bench.Shipment.Way;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks that its arguments name: throughput, start, idle, latency, files, backlog, micro; all but the last two
 * when there is none. Settings: {@code bench.way} (LAUNCHER, PLAIN or ALONE), {@code bench.runs}, {@code bench.few} and
 * {@code bench.many} (lines), {@code bench.only} (a pattern for kinds of throughput or names of micro benchmarks),
 * {@code bench.seconds}, {@code bench.backlog} (bytes), {@code bench.work} (scratch folder).
 */
public final class Bench {

    private Bench() {
    }

    public static void main(String[] args) throws Exception {
        Path work = Path.of(System.getProperty("bench.work", "target/bench")).toAbsolutePath();
        Files.createDirectories(work);
        Way way = Way.valueOf(System.getProperty("bench.way", "LAUNCHER"));
        if (way != Way.ALONE) {
            Way.awaitArchive(work);
        }
        int runs = Integer.getInteger("bench.runs", 3);
        String only = System.getProperty("bench.only", ".*");
        List<String> names = args.length == 0 || args[0].isEmpty()
            ? List.of("start", "throughput", "latency", "files", "idle") : List.of(args);
        for (String name : names) {
            switch (name) {
                case "throughput" -> new ThroughputBench(work, way, runs, Long.getLong("bench.few", 1_000_000),
                    Long.getLong("bench.many", 5_000_000)).run(only);
                case "start" -> StartBench.start(work, way, Math.max(5, runs));
                case "idle" -> StartBench.idle(work, way, Integer.getInteger("bench.seconds", 300));
                case "latency" -> LatencyBench.run(work, way, Integer.getInteger("bench.seconds", 60));
                case "files" -> FilesBench.many(work, way, Integer.getInteger("bench.seconds", 60));
                case "backlog" -> FilesBench.backlog(work, way, Long.getLong("bench.backlog", 10_000_000_000L));
                case "micro" -> new Runner(new OptionsBuilder().include("dev.caravan." + only + "Benchmark.*").build()).run();
                default -> throw new IllegalArgumentException("there is no benchmark " + name);
            }
        }
    }
}
