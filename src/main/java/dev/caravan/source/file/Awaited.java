package dev.caravan.source.file;

import dev.caravan.pipeline.SystemJournal;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once if a source has waited for its log for a minute: nothing else reports that, and the program may write to the journal. Called
 * only by the source's thread.
 */
final class Awaited {

    private static final Logger LOG = LoggerFactory.getLogger(Awaited.class);
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);

    private final String source;
    private final String log;
    private final boolean hasInput;
    private final BooleanSupplier journal;
    private final Time time;
    private long since = -1;
    private boolean told;

    /**
     * Creates a timer.
     *
     * @param log      path or pattern, for people
     * @param hasInput whether a setting can make the source read the journal
     */
    Awaited(String source, String log, boolean hasInput, Time time) {
        this(source, log, hasInput, time, SystemJournal::isThere);
    }

    /** Does the same with another check for a journal. */
    Awaited(String source, String log, boolean hasInput, Time time, BooleanSupplier journal) {
        this.source = source;
        this.log = log;
        this.hasInput = hasInput;
        this.time = time;
        this.journal = journal;
    }

    /** Notes whether the log is missing now. */
    void waits(boolean now) {
        if (!now) {
            since = -1;
        } else if (since < 0) {
            since = time.nanos();
        } else if (!told && time.nanos() - since > LONG) {
            told = true;
            LOG.warn("{}: {} has been missing for a minute, and nothing is collected until it appears: correct caravan.source.{}.directory,"
                + " or turn the source off (.enabled = false){}", source, log, source, !journal.getAsBoolean() ? ""
                    : ". This machine has a systemd journal: if it contains these messages, " + (hasInput ? "set caravan.source." + source
                        + ".input = journal" : "begin its route with kamelet:journal-source") + " (journalctl -n 20 shows its last records)");
        }
    }
}
