package dev.caravan.source.poll;

import dev.caravan.pipeline.OutOfMemory;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.logging.Repeats;
import dev.caravan.state.Source;
import java.io.IOException;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.apache.camel.support.ScheduledPollConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guards the polls of a source, of any endpoint, so that they never end silently: a failure is logged and noted at the source, and the next
 * poll follows. Camel rethrows an error of Java (a stack overflow, a class that cannot be linked) to its timer, which then never polls
 * again; {@link PollScheduler} passes it to this class instead. Called only by the source's thread.
 */
public abstract class PollGuard extends DefaultPollingConsumerPollStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(PollGuard.class);
    /** How long a poll waits for the rest of its route, up to 100 times: the next poll comes only an interval later. */
    private static final long HELD_MILLIS = 100;
    private static final int HELD_TIMES = 100;

    private long read;
    private final Repeats repeats = new Repeats();
    private boolean fresh;
    private boolean foundNothing;

    private final String what;

    /** @param what what is polled, for messages: {@code its files} */
    protected PollGuard(String what) {
        this.what = what;
    }

    /** Returns the source that is polled. */
    protected abstract Source source();

    /** Returns the source if it is open, otherwise null. Must not open it again, because another route may have it. */
    protected abstract @Nullable Source opened();

    /** Reports whether there may be something to find. */
    protected abstract boolean isDue();

    /**
     * Reports whether everything that can be collected is in a batch, as far as the last poll could see. Called only by the source's
     * thread.
     *
     * @throws IOException that cannot be determined
     */
    protected abstract boolean isRead() throws IOException;

    /** Makes the poll that begins ignore all results of earlier polls. */
    protected void looksAfresh() {
        // Only some subclasses remember results.
    }

    /** Notes that no poll is under way. */
    protected abstract void endPoll();

    /** Notes that an error of Java ended a poll: what the endpoint had begun would never be passed on. */
    protected void abandoned(Consumer consumer) {
        // Only some endpoints remember what they have begun.
    }

    @Override
    public final boolean begin(Consumer consumer, Endpoint endpoint) {
        long interval = consumer instanceof ScheduledPollConsumer polled ? polled.getTimeUnit().toMillis(polled.getDelay()) : 0;
        Source source = source();
        source.stats().looks(interval);
        if (source.polls().isLeftOut()) {
            leaveOut(source);
            return false;
        }
        try {
            awaitRoute(consumer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        boolean begins = isDue();
        if (fresh) {
            fresh = false;
            begins = true;
            looksAfresh();
        }
        if (!begins || source.isPaused()) {
            source.stats().advanced();
        }
        if (begins) {
            source.polls().begins();
        }
        return begins;
    }

    private void awaitRoute(Consumer consumer) throws InterruptedException {
        // The source of a route that is being removed is held too; its consumer is suspended or stopped next.
        for (int i = 0; i < HELD_TIMES && !ServiceHelper.isSuspended(consumer) && !ServiceHelper.isStopped(consumer); i++) {
            if (source().awaitRelease(HELD_MILLIS)) {
                return;
            }
        }
    }

    private void leaveOut(Source source) {
        String text = "it is left out in this run, because the last two runs ended in a poll of " + what + ", killed or out of memory."
            + " Look for a very large file or line; restart Caravan to try again";
        if (source.stats().problem(SourceStats.POLL, text)) {
            LOG.error("{}: {}.", source.name(), text);
        }
    }

    /** Notes that a poll has ended. */
    @Override
    public final void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        Source source = source();
        // Rotated files are read without an exchange of the endpoint.
        long lines = source.stats().get(SourceStats.Event.LINES_READ);
        foundNothing = polledMessages == 0 && lines == read;
        source.polls().found(!foundNothing);
        read = lines;
        if (source.stats().hasProblem(SourceStats.POLL) && source.stats().problem(SourceStats.POLL, null)) {
            repeats.over(what);
            LOG.info("{}: {} can be polled again", source.name(), what);
        }
    }

    /** Notes that a poll has failed. Never retries at once. */
    @Override
    public final boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        failed(cause);
        return false;
    }

    /** Runs the endpoint's polls once; the endpoint polls as long as it finds something. */
    public final void run(Runnable polls, Consumer consumer) {
        try {
            polls.run();
        } catch (Throwable e) {
            // Any error that got through here would end the source.
            failed(e);
            abandoned(consumer);
        } finally {
            // The timer continues while a route is removed, although nothing is polled any more.
            Source source = opened();
            if (source != null) {
                source.polls().ends();
            }
            endPoll();
        }
    }

    /**
     * Runs the endpoint's polls once, without leaving anything out. Called only by the source's thread.
     *
     * @return true if everything was read; false also if the poll failed
     */
    final boolean look(Runnable polls, Consumer consumer) {
        fresh = true;
        foundNothing = false;
        run(polls, consumer);
        fresh = false;
        Source source = opened();
        try {
            return foundNothing && source != null && !source.isPaused() && isRead();
        } catch (IOException e) {
            LOG.debug("{}", source.name(), e);
            return false;
        }
    }

    private void failed(Throwable e) {
        Source source = opened();
        OutOfMemory.endIf(source == null ? "a source that has stopped" : source.name(), e);
        if (source == null) {
            LOG.debug("a poll of a route that is being removed", e);
            return;
        }
        String text = what + " could not be polled: " + e;
        source.stats().problem(SourceStats.POLL, text);
        String again = repeats.next(text);
        if (again != null) {
            LOG.error("{}: {}. Caravan tries again.{}", source.name(), text, again);
        }
        LOG.debug("{}", source.name(), e);
    }
}
