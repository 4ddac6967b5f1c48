package dev.caravan.app;

import dev.caravan.batch.Batches;
import dev.caravan.control.ControlCommand;
import dev.caravan.health.Instance;
import dev.caravan.health.Words;
import dev.caravan.outbox.Outbox;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Sources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The instance's answer to {@code caravan drain}: polls all sources until their backlog is read, seals all open batches, and waits until they
 * are in the bucket. Lines that arrive meanwhile are collected as usual, but drain does not wait for them.
 */
final class Drain implements ControlCommand {

    private static final long LOOK_MILLIS = 100;
    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long USUAL_MILLIS = 60_000;

    private final Backlog backlog;
    private final Sources sources;
    private final Batches batches;
    private final Outbox outbox;
    private final Instance instance;

    /**
     * @param backlog  the lines to read before the batches are sealed
     * @param instance explains why objects are left
     */
    Drain(Backlog backlog, Sources sources, Batches batches, Outbox outbox, Instance instance) {
        this.backlog = backlog;
        this.sources = sources;
        this.batches = batches;
        this.outbox = outbox;
        this.instance = instance;
    }

    /**
     * Drains the instance, and appends progress and result to {@code out}.
     *
     * @param words the longest time, in milliseconds; 60,000 if it is missing or not a number
     * @return 0 if nothing is left, otherwise 1
     */
    @Override
    public int answer(List<String> words, Appendable out) throws IOException, InterruptedException {
        long millis = words.isEmpty() || !words.get(0).matches("[0-9]{1,12}") ? USUAL_MILLIS : Long.parseLong(words.get(0));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        outbox.retryNow();
        // Reading gets at most a third of the time, because a log may grow faster than it is read.
        List<String> unread = backlog.read(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis) / 3);
        sources.all().forEach(source -> batches.sealNow(source.name()));
        OutboxSpace space = sources.outbox();
        Set<String> left = new HashSet<>();
        sources.all().forEach(source -> left.addAll(source.ledger().waiting().keys()));
        long told = System.nanoTime();
        while (space.files() > 0 && System.nanoTime() - end < 0) {
            Set<String> now = new HashSet<>();
            sources.all().forEach(source -> now.addAll(source.ledger().waiting().keys()));
            left.retainAll(now);
            if (left.isEmpty() && now.size() == space.files()) {
                // All objects in the outbox were sealed after the drain began.
                return end(0, unread, out);
            }
            if (System.nanoTime() - told > TELL_NANOS) {
                told = System.nanoTime();
                out.append(waiting(space)).append(" wait\n");
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return end(space.files(), unread, out);
    }

    private int end(long left, List<String> unread, Appendable out) throws IOException {
        long open = sources.all().stream().filter(source -> source.stats().hasProblem(SourceStats.STATE)).count();
        if (left == 0 && open == 0 && unread.isEmpty()) {
            out.append("all that was collected is delivered\n");
            return 0;
        }
        List<String> problems = instance.snapshot(false).problems();
        List<String> rest = new ArrayList<>(unread);
        if (left > 0 || open > 0) {
            rest.add(0, waiting(sources.outbox()));
        }
        out.append(String.join(", ", rest)).append(" are left").append(problems.isEmpty() ? "; more time may be enough"
            : ": " + String.join("; ", problems)).append('\n');
        return 1;
    }

    private static String waiting(OutboxSpace space) {
        return space.files() + " objects (" + Words.bytes(space.bytes()) + ")";
    }
}
