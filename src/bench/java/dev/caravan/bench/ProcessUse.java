package dev.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used so far, from /proc (proc_pid_stat(5), proc_pid_status(5)).
 *
 * @param cpuSeconds   user and system, all its threads
 * @param childSeconds the same of its children that have ended
 */
record ProcessUse(double cpuSeconds, double childSeconds, long rssKiB, long peakRssKiB) {

    private static final double TICKS = 100;

    static ProcessUse of(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(proc.resolve("stat"));
        // The name in parentheses may hold anything; what follows the last one is fixed.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double cpu = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
        double children = (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS;
        long rss = 0;
        long peak = 0;
        for (String line : Files.readAllLines(proc.resolve("status"))) {
            if (line.startsWith("VmRSS:")) {
                rss = Long.parseLong(line.replaceAll("\\D", ""));
            } else if (line.startsWith("VmHWM:")) {
                peak = Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return new ProcessUse(cpu, children, rss, peak);
    }
}
