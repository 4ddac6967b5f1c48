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
 * Sees to it that the polls of a source, of whatever endpoint, never end silently: what goes wrong in one is logged and noted at the source, and the
 * next one comes. Camel hands an error of Java (stack overflow, a class that cannot be linked) on to its timer, which then
 * never runs the poll again; {@link PollScheduler} hands it here instead. Used by the thread of the source.
 */
public abstract class PollGuard extends DefaultPollingConsumerPollStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(PollGuard.class);
    /** So long a poll waits for the rest of its route, 100 times at most: the next one is a poll interval later. */
    private static final long HELD_MILLIS = 100;
    private static final int HELD_TIMES = 100;

    private long read;
    private final Repeats repeats = new Repeats();
    private boolean fresh;
    private boolean foundNothing;

    private final String what;

    /** @param what is looked at, for messages: {@code its files} */
    protected PollGuard(String what) {
        this.what = what;
    }

    /** The source that is polled. */
    protected abstract Source source();

    /** The same, but null where it is not open: asking for it must not open it again, for another route may have it by now. */
    protected abstract @Nullable Source opened();

    /** Whether there may be something to find. */
    protected abstract boolean isDue();

    /**
     * Whether all that there is to collect is in a batch, as far as the last poll could see. Asked by the thread of the source.
     *
     * @throws IOException that cannot be found out
     */
    protected abstract boolean isRead() throws IOException;

    /** The poll that begins is to trust nothing that was found before. */
    protected void looksAfresh() {
        // Only some remember what they have found.
    }

    /** No poll is under way any more. */
    protected abstract void endPoll();

    /** A poll was ended by an error of Java: what its endpoint had begun with would never be handed on again. */
    protected void abandoned(Consumer consumer) {
        // Only some endpoints remember what they have begun with.
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
        // The source of a route that is being removed is held as well; its consumer is suspended, or stopped, next.
        for (int i = 0; i < HELD_TIMES && !ServiceHelper.isSuspended(consumer) && !ServiceHelper.isStopped(consumer); i++) {
            if (source().awaitRelease(HELD_MILLIS)) {
                return;
            }
        }
    }

    private void leaveOut(Source source) {
        String text = "it is left out in this run: the last two ended while " + what + " were looked at, killed or out of memory."
            + " Look for a file or a line that is very large; start Caravan again to try it again";
        if (source.stats().problem(SourceStats.POLL, text)) {
            LOG.error("{}: {}.", source.name(), text);
        }
    }

    /** A poll has come to its end. */
    @Override
    public final void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        Source source = source();
        // Rotated files are read without a message of Camel's.
        long lines = source.stats().get(SourceStats.Event.LINES_READ);
        foundNothing = polledMessages == 0 && lines == read;
        source.polls().found(!foundNothing);
        read = lines;
        if (source.stats().hasProblem(SourceStats.POLL) && source.stats().problem(SourceStats.POLL, null)) {
            repeats.over(what);
            LOG.info("{}: {} can be looked at again", source.name(), what);
        }
    }

    /** A poll has failed: never tried again at once. */
    @Override
    public final boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        failed(cause);
        return false;
    }

    /** One run of the endpoint, which polls as long as there is something. */
    public final void run(Runnable polls, Consumer consumer) {
        try {
            polls.run();
        } catch (Throwable e) {
            // Whatever it is: who lets it through ends the source.
            failed(e);
            abandoned(consumer);
        } finally {
            // The clock goes on while a route is removed, though nothing is polled any more.
            Source source = opened();
            if (source != null) {
                source.polls().ends();
            }
            endPoll();
        }
    }

    /**
     * One run of the endpoint that nothing leaves out. By the thread of the source.
     *
     * @return whether it has read all that there is; false also where it could not look
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
        String text = what + " could not be looked at: " + e;
        source.stats().problem(SourceStats.POLL, text);
        String again = repeats.next(text);
        if (again != null) {
            LOG.error("{}: {}. It is tried again.{}", source.name(), text, again);
        }
        LOG.debug("{}", source.name(), e);
    }
}
