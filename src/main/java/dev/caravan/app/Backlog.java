package dev.caravan.app;

import dev.caravan.health.Instance;
import dev.caravan.health.Words;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.source.poll.PollScheduler;
import dev.caravan.state.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.support.ScheduledPollConsumer;
import org.jspecify.annotations.Nullable;

/** The unread lines of followed files and of the journal. A command has no backlog, because its output does not exist before it runs. */
final class Backlog {

    private static final long PAUSE_MILLIS = 100;

    private final CamelContext context;

    Backlog(CamelContext context) {
        this.context = context;
    }

    /**
     * Polls all sources repeatedly until each of them has read its backlog.
     *
     * @param end the deadline, in nanoseconds of {@link System#nanoTime()}
     * @return a phrase for each source with unread lines; empty if all lines are read
     */
    List<String> read(long end) throws InterruptedException {
        List<Input> open = new ArrayList<>();
        for (Route route : context.getRoutes()) {
            if (route.getConsumer() instanceof ScheduledPollConsumer polled && polled.getScheduler() instanceof PollScheduler polls) {
                open.add(new Input(route.getRouteId(), polled, polls));
            }
        }
        open.removeIf(Input::readOn);
        while (open.stream().anyMatch(Input::mayBeLookedAt) && System.nanoTime() - end < 0) {
            Thread.sleep(PAUSE_MILLIS);
            open.removeIf(Input::readOn);
        }
        open.removeIf(Input::hasWhatItHad);
        return open.stream().map(Input::left).toList();
    }

    /** A polled source. */
    private static final class Input {

        private final String route;
        private final ScheduledPollConsumer consumer;
        private final PollScheduler polls;
        private final long goal;
        private @Nullable CompletableFuture<Boolean> look;

        Input(String route, ScheduledPollConsumer consumer, PollScheduler polls) {
            this.route = route;
            this.consumer = consumer;
            this.polls = polls;
            Source source = polls.source();
            long unread = source == null ? 0 : Instance.unread(source);
            this.goal = source == null || unread == 0 ? Long.MAX_VALUE : stored(source) + unread;
        }

        private static long stored(Source source) {
            return source.stats().get(Event.BYTES_STORED);
        }

        boolean mayBeLookedAt() {
            return consumer.isRunAllowed() && !isSuspended(polls.source());
        }

        private boolean isSuspended(@Nullable Source source) {
            return consumer.isSuspended() || source != null && source.isSuspended();
        }

        /** Requests the next poll if the last one has not read everything. Returns true if it has. */
        boolean readOn() {
            CompletableFuture<Boolean> last = look;
            if (last != null && !last.isDone()) {
                return false;
            }
            if (last != null && !last.isCompletedExceptionally() && last.join()) {
                return true;
            }
            try {
                look = mayBeLookedAt() ? polls.look() : null;
            } catch (RejectedExecutionException e) {
                // The route is being replaced, and its executor is shut down.
                look = null;
            }
            return false;
        }

        /** Reports whether the bytes that were unread at the beginning are stored. A log that grows all the time never reaches its end. */
        boolean hasWhatItHad() {
            Source source = polls.source();
            return source != null && stored(source) >= goal;
        }

        String left() {
            Source source = polls.source();
            String name = source == null ? "route " + route : source.name();
            long bytes = source == null ? 0 : Instance.unread(source);
            String what = (bytes == 0 ? "lines" : Words.bytes(bytes)) + " of " + name;
            return what + (isSuspended(source) ? " (suspended)" : bytes == 0 ? " (that may be unread)" : " (unread)");
        }
    }
}
