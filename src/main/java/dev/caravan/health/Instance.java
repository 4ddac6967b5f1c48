package dev.caravan.health;

import dev.caravan.deliver.Delivery;
import dev.caravan.deliver.Progress;
import dev.caravan.outbox.Outbox;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.state.FileCheckpoint;
import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The model of the running instance: takes snapshots on request, and keeps nothing. Thread-safe. */
public final class Instance {

    /** Time without a poll after which the size of the backlog is determined here. */
    private static final long STALE_MILLIS = 15_000;

    private final Sources sources;
    private final Outbox outbox;
    private final Delivery delivery;
    private final Supplier<String> routes;
    private final String version;
    private final long startedAt = System.currentTimeMillis();

    /**
     * Creates the model.
     *
     * @param outbox   knows the time of the next attempt
     * @param delivery knows the results of delivery
     * @param routes   returns what is wrong with the route files, or null
     * @param version  version of the program
     */
    public Instance(Sources sources, Outbox outbox, Delivery delivery, Supplier<String> routes, String version) {
        this.sources = sources;
        this.outbox = outbox;
        this.delivery = delivery;
        this.routes = routes;
        this.version = version;
    }

    /**
     * Returns the present state of the instance.
     *
     * @param withFiles true to include followed files, of which there may be hundreds
     */
    public Snapshot snapshot(boolean withFiles) {
        List<SourceSnapshot> all = new ArrayList<>();
        for (Source source : sources.all()) {
            if (isShown(source)) {
                all.add(snapshot(source, withFiles));
            }
        }
        OutboxSpace space = sources.outbox();
        return new Snapshot(System.currentTimeMillis(), version, ProcessHandle.current().pid(), startedAt,
            destination(), sources.directory().root().toString(), all,
            new OutboxSnapshot(space.files(), space.bytes(), space.maxBytes(), space.isFull(), earliest(sources.all().stream()
                .mapToLong(source -> source.ledger().waiting().oldest()))),
            delivery(), routes.get());
    }

    private DeliverySnapshot delivery() {
        Progress progress = delivery.progress();
        return new DeliverySnapshot(problem(), progress.failingSince(), outbox.untilNextTry(), delivery.note(),
            progress.attemptsStored(), progress.attemptsFailed(), progress.recent());
    }

    /** Returns where objects go, in words. */
    String destination() {
        return String.valueOf(sources.directory().destination().current());
    }

    /** Returns the state of a source. */
    public Finding find(Source source) {
        return Finding.of(source, sources.outbox(), behind(source), delivery.progress().problem(source));
    }

    /** Returns why nothing can be delivered, or why delivery has stopped; null if it works. */
    public @Nullable String problem() {
        String problem = delivery.problem();
        return problem != null || delivery.isBusy() ? problem : outbox.halted();
    }

    /** Reports whether a source appears in snapshots. A source without a route does if it has stored lines or has objects to deliver. */
    static boolean isShown(Source source) {
        return source.isAttached() || source.stats().openBatchBytes() > 0 || source.ledger().waiting().size() > 0
            || source.stats().get(Event.LINES_STORED) > 0;
    }

    private SourceSnapshot snapshot(Source source, boolean withFiles) {
        SourceStats stats = source.stats();
        long behind = behind(source);
        Finding finding = Finding.of(source, sources.outbox(), behind, delivery.progress().problem(source));
        return new SourceSnapshot(source.name(), finding.state(), finding.reason(), stats.following(), behind, stats.behindSince(),
            stats.advance().linesPerSecond(), stats.advance().bytesPerSecond(), stats.get(Event.LINES_STORED),
            stats.get(Event.BYTES_STORED), stats.get(Event.UNPARSED), stats.get(Event.BYTES_LOST), stats.get(Event.ROTATIONS),
            sources.outbox().fullInAll(), source.heldInAll(), stats.openBatchBytes(), source.ledger().waiting().size(),
            earliest(LongStream.of(source.ledger().waiting().oldest(), stats.openSince(), stats.behindSince())),
            stats.advance().lastLine(), stats.get(Event.DELIVERED) + stats.get(Event.ALREADY_THERE),
            stats.get(Event.DELIVERED_BYTES), stats.lastDelivery(), stats.lastKey(), problems(stats),
            withFiles ? files(source) : List.of());
    }

    private static long earliest(LongStream times) {
        return times.filter(time -> time > 0).min().orElse(0);
    }

    private static Map<String, Integer> problems(SourceStats stats) {
        Map<String, Integer> kinds = new TreeMap<>();
        for (String about : stats.problemsByThing().keySet()) {
            kinds.merge(about.matches("[a-z]+") ? about : "file", 1, Integer::sum);
        }
        return kinds;
    }

    /** Returns the backlog that the last poll counted, in bytes; counts it here if a poll hangs. */
    private static long behind(Source source) {
        if (source.stats().sinceLooked() <= STALE_MILLIS) {
            return source.stats().bytesBehind();
        }
        return unread(source);
    }

    /** Returns the bytes in the followed files of a source that are not in a batch, by their present sizes. */
    public static long unread(Source source) {
        return files(source).stream().mapToLong(file -> Math.max(0, file.size() - file.offset())).sum();
    }

    private static List<FileSnapshot> files(Source source) {
        List<FileSnapshot> files = new ArrayList<>();
        for (FileCheckpoint position : source.ledger().positions()) {
            if (!position.isDone()) {
                files.add(new FileSnapshot(position.path(), position.offset(), size(position), position.state().isRotated()));
            }
        }
        return files;
    }

    private static long size(FileCheckpoint position) {
        boolean compressed = position.path().endsWith(".gz") || position.path().endsWith(".zst");
        if (position.goneSince() > 0 || compressed || position.path().startsWith("file:")) {
            return -1;
        }
        try {
            return Files.size(Path.of(position.path()));
        } catch (IOException | RuntimeException e) {
            return -1;
        }
    }
}
