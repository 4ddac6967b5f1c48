package dev.caravan.source.file;

import dev.caravan.pipeline.SystemJournal;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells, once, that a source has waited for its log for a minute: nothing else does, and its program may write to the journal. For one thread. */
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
     * @param log      path or pattern, for people
     * @param hasInput the source can take the journal by a setting
     */
    Awaited(String source, String log, boolean hasInput, Time time) {
        this(source, log, hasInput, time, SystemJournal::isThere);
    }

    /** The same with another answer to whether there is a journal. */
    Awaited(String source, String log, boolean hasInput, Time time, BooleanSupplier journal) {
        this.source = source;
        this.log = log;
        this.hasInput = hasInput;
        this.time = time;
        this.journal = journal;
    }

    /** Whether no log is there now. */
    void waits(boolean now) {
        if (!now) {
            since = -1;
        } else if (since < 0) {
            since = time.nanos();
        } else if (!told && time.nanos() - since > LONG) {
            told = true;
            LOG.warn("{}: {} has not been there for a minute, and nothing is collected until it is: correct caravan.source.{}.directory,"
                + " or turn the source off (.enabled = false){}", source, log, source, !journal.getAsBoolean() ? ""
                    : ". This machine has a journal of systemd: if what is waited for is in there, " + (hasInput ? "set caravan.source." + source
                        + ".input = journal" : "begin its route with kamelet:journal-source") + " (journalctl -n 20 shows its last records)");
        }
    }
}
