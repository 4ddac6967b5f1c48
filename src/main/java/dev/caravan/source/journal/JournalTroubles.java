package dev.caravan.source.journal;

import dev.caravan.pipeline.SourceStats;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The problems of reading the journal: logs each once, keeps it in the source's health while it lasts, and retries with backoff. Called
 * only by the source's thread.
 */
final class JournalTroubles {

    private static final Logger LOG = LoggerFactory.getLogger(JournalTroubles.class);
    private static final String ABOUT = "journal";
    private static final long SHORTEST = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);
    private static final long AGAIN = TimeUnit.MINUTES.toNanos(1);
    private static final int SIGNAL = 128;

    private final String source;
    private final SourceStats stats;
    private long pause;
    private long failedAt;
    private boolean toldOfKill;
    private long killedAt;
    private @Nullable String warned;

    JournalTroubles(String source, SourceStats stats) {
        this.source = source;
        this.stats = stats;
    }

    /** Reports whether the pause after the last failure is over. */
    boolean mayTry() {
        return pause == 0 || System.nanoTime() - failedAt > pause;
    }

    /** Reports whether there is a problem now. */
    boolean isThere() {
        return stats.hasProblem(ABOUT);
    }

    /** Notes that there is no problem any more. */
    void over() {
        pause = 0;
        if (stats.problem(ABOUT, null)) {
            LOG.info("{}: the journal can be read again", source);
        }
    }

    /**
     * Warns that records were lost, or may be; once for the same place, where a start is tried again and again.
     *
     * @param text  what was lost; null if nothing was
     * @param place after which record; null for the beginning of the journal
     */
    void warn(@Nullable String text, @Nullable String place) {
        String warning = text == null ? null : place + text;
        if (warning != null && !warning.equals(warned)) {
            LOG.warn("{}: {}.", source, text);
        }
        warned = warning;
    }

    /** Notes a message of a running journalctl, which then does not see all records. */
    void said(String text) {
        problem("journalctl says: " + text + advice(text));
    }

    /** Notes that journalctl could not be run, or that its output could not be read. */
    void failed(IOException e) {
        problem("the journal cannot be read: " + e.getMessage() + advice(String.valueOf(e.getMessage())));
        wait(true);
    }

    /**
     * Notes that journalctl has ended, which it does not do by itself.
     *
     * @param exit    its exit value
     * @param said    its standard error, or empty
     * @param started whether it had run for a while
     */
    void ended(int exit, String said, boolean started) {
        if (exit > SIGNAL && said.isEmpty()) {
            long now = System.nanoTime();
            if (!toldOfKill || now - killedAt > AGAIN) {
                LOG.info("{}: journalctl was killed by signal {}; Caravan runs it again", source, exit - SIGNAL);
                toldOfKill = true;
                killedAt = now;
            }
        } else {
            problem("journalctl has ended: its exit value was " + exit + (said.isEmpty() ? "" : "; it said: " + said) + advice(said));
        }
        wait(!started);
    }

    private void wait(boolean failed) {
        pause = failed ? Math.min(LONGEST, Math.max(SHORTEST, 2 * pause)) : 0;
        failedAt = System.nanoTime();
    }

    private void problem(String text) {
        if (stats.problem(ABOUT, text)) {
            LOG.warn("{}: {}", source, text);
        }
    }

    /** What to do about what journalctl has said; empty where nothing is known. */
    static String advice(String said) {
        String text = said.toLowerCase(Locale.ROOT);
        return text.contains("permission") || text.contains("not seeing messages")
            ? (said.endsWith(".") ? "" : ".") + " Let this user read the journal: usermod -aG systemd-journal " + System.getProperty("user.name")
                + ", then restart Caravan"
            : "";
    }
}
