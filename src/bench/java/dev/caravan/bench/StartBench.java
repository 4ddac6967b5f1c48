package dev.caravan.bench;

import dev.caravan.bench.Shipment.Way;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** From the start of the process until all of the usual sources are followed; and what it holds five minutes later. */
final class StartBench {

    private StartBench() {
    }

    /** Start: wall and CPU seconds, medians. */
    static void start(Path work, Way way, int runs) throws Exception {
        List<Double> wall = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            try (Running running = new Running(way, work.resolve("start"), Map.of())) {
                cpu.add(running.use().cpuSeconds());
                wall.add(running.startSeconds);
            }
        }
        System.out.printf("start, %s: %.2f s, %.2f CPU s%n", way, Median.of(wall), Median.of(cpu));
    }

    /**
     * Nothing to do: CPU of the process and of the commands it runs. There are the open ports of each minute to deliver all
     * the same; with the first of them the start is over, for it loads the AWS SDK.
     *
     * @param seconds how long it is watched, from ten seconds after the first delivery on
     */
    static void idle(Path work, Way way, int seconds) throws Exception {
        try (Running running = new Running(way, work.resolve("idle"), Map.of())) {
            ProcessUse started = running.use();
            for (int i = 0; !running.hasDelivered(); i++) {
                if (i == 300) {
                    throw new IllegalStateException("nothing was delivered in five minutes");
                }
                TimeUnit.SECONDS.sleep(1);
            }
            TimeUnit.SECONDS.sleep(10);
            ProcessUse before = running.use();
            TimeUnit.SECONDS.sleep(seconds);
            ProcessUse after = running.use();
            System.out.printf("idle, %s, %d s: %.2f %% of a core, and %.2f %% in netstat; %d MiB. Before, from the start to"
                + " the first delivery: %.2f CPU s%n", way, seconds,
                (after.cpuSeconds() - before.cpuSeconds()) * 100 / seconds,
                (after.childSeconds() - before.childSeconds()) * 100 / seconds, after.rssKiB() / 1024,
                before.cpuSeconds() - started.cpuSeconds());
        }
    }
}
