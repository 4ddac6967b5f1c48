package dev.caravan.source.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The open log files of this process, of all sources. They take half of the descriptors that it may have: the rest is for
 * comparisons, batches, connections and jars. Thread safe.
 */
final class Descriptors {

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LINE = "Max open files";
    private static final int UNKNOWN = 1024;

    /** The process's own. */
    static final Descriptors PROCESS = new Descriptors(limit());

    private final AtomicInteger open = new AtomicInteger();
    private volatile int most;

    /** @param limit descriptors that the process may have */
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

    /** The limit that is in force, out of {@code /proc/self/limits}. */
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

    /** How many log files are to be closed before another one may be opened; not more than 0 where none is. */
    int tooMany() {
        return open.get() - most + 1;
    }

    /** There were no more descriptors: so many log files are too many. */
    void exhausted() {
        most = Math.max(1, Math.min(most, open.get() / 2));
    }

    /** Whether an error means that there were no more descriptors. */
    static boolean isExhaustion(IOException e) {
        return String.valueOf(e.getMessage()).contains("Too many open files");
    }
}
