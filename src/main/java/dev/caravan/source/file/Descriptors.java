package dev.caravan.source.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The number of open log files of this process, of all sources. They use half of the process's descriptors; the rest is for comparisons,
 * batches, connections and jars. Thread-safe.
 */
final class Descriptors {

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LINE = "Max open files";
    private static final int UNKNOWN = 1024;

    /** The process's own instance. */
    static final Descriptors PROCESS = new Descriptors(limit());

    private final AtomicInteger open = new AtomicInteger();
    private volatile int most;

    /** @param limit number of descriptors that the process may have */
    Descriptors(int limit) {
        this.most = Math.max(1, limit / 2);
    }

    private static int limit() {
        try {
            return limit(Files.readAllLines(LIMITS));
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /** Returns the limit in force from the lines of {@code /proc/self/limits}. */
    static int limit(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith(LINE)) {
                String soft = line.substring(LINE.length()).trim().split("\\s+", -1)[0];
                return soft.equals("unlimited") ? Integer.MAX_VALUE : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(soft));
            }
        }
        return UNKNOWN;
    }

    void opened() {
        open.incrementAndGet();
    }

    void closed() {
        open.decrementAndGet();
    }

    /** Returns how many log files must be closed before another one may be opened; 0 or less if none. */
    int tooMany() {
        return open.get() - most + 1;
    }

    /** Notes that there were no more descriptors, so that the current number of log files is too high. */
    void exhausted() {
        most = Math.max(1, Math.min(most, open.get() / 2));
    }

    /** Reports whether an error means that there were no more descriptors. */
    static boolean isExhaustion(IOException e) {
        return String.valueOf(e.getMessage()).contains("Too many open files");
    }
}
