package dev.caravan.deliver;

import dev.caravan.outbox.FailureScope;
import dev.caravan.outbox.Outbox;
import dev.caravan.outbox.Prefix;
import dev.caravan.pipeline.OutOfMemory;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The progress of delivery: counts and logs the outcome of each attempt, and keeps it for health and status. Thread-safe. */
public final class Progress {

    private static final Logger LOG = LoggerFactory.getLogger("caravan.delivery");

    private final Sources sources;
    private final Outbox outbox;
    private final String bucket;
    private final @Nullable Consumer<String> onDelivered;
    private final DeliveryProblems problems = new DeliveryProblems();
    private final RecentObjects recent = new RecentObjects();
    private final DeliveryLog log = new DeliveryLog();
    private final AtomicLong stored = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private volatile LongConsumer durations = nanos -> {};
    private volatile long failingSince;
    private volatile @Nullable String claimed;

    /** @param onDelivered called with the key of each object that is in the bucket; may be null */
    Progress(Sources sources, Outbox outbox, String bucket, @Nullable Consumer<String> onDelivered) {
        this.sources = sources;
        this.outbox = outbox;
        this.bucket = bucket;
        this.onDelivered = onDelivered;
    }

    /** Notes that an object is in the bucket and its file is deleted. */
    void stored(Attempt attempt, long size, String how, Event event) {
        String key = attempt.key();
        SourceStats stats = stats(key);
        if (stats != null) {
            stats.count(event);
            stats.delivered(key, size, System.currentTimeMillis());
        }
        stored.incrementAndGet();
        durations.accept(attempt.nanos());
        recent.add(new StoredObject(key, size, System.currentTimeMillis()));
        if (problems.clearForAll()) {
            LOG.info("{} can be reached again", bucket);
        }
        if (problems.clear(key)) {
            LOG.info("objects of s3://{}/{} are delivered again", bucket, Prefix.of(key));
        }
        failingSince = problems.isEmpty() ? 0 : failingSince;
        outbox.succeeded(key);
        sources.left(key);
        sources.outbox().removed(size);
        if (event == Event.DELIVERED) {
            log.stored(stats == null ? null : stats.source(), "s3://" + bucket + "/" + key, size, System.nanoTime());
        } else {
            LOG.info("{} s3://{}/{} ({} bytes)", how, bucket, key, size);
        }
        if (onDelivered != null) {
            onDelivered.accept(key);
        }
    }

    /** Announces another key for a file, because another object has its key. */
    void moves(String key, String fresh) throws IOException {
        Source source = sources.ofKey(key);
        if (source != null) {
            source.ledger().renames(key, fresh);
        }
    }

    /** Notes that a file has got another key. */
    void moved(String key, String fresh) {
        outbox.moved(key, fresh);
        problems.clear(key);
        LOG.error("ALARM: another object is stored under s3://{}/{}: it is left alone, and the batch is delivered as {}."
            + " Does something else write to this prefix?", bucket, key, fresh);
        SourceStats stats = stats(key);
        if (stats != null) {
            stats.count(Event.KEY_TAKEN);
        }
        sources.left(key);
    }

    /**
     * Notes a failed attempt: the pauses grow.
     *
     * @param key null if it is not known which file failed
     */
    void failed(@Nullable String key, Throwable why) {
        OutOfMemory.endIf("delivery", why);
        SourceStats stats = key == null ? null : stats(key);
        if (stats != null) {
            stats.count(Event.RETRIES);
        }
        failed.incrementAndGet();
        failingSince = failingSince == 0 ? System.currentTimeMillis() : failingSince;
        Failure failure = Failure.of(why);
        long pause = outbox.failed(key, failure.scope());
        String text = failure.in(key == null || failure.scope() == FailureScope.ALL ? bucket : bucket + "/" + Prefix.of(key));
        if (problems.failed(key, failure, text)) {
            LOG.warn("{} {} objects wait in the outbox; next try in {} s, then with backoff, at most 15 s apart.",
                text.endsWith("?") ? text : text + ".", sources.outbox().files(), Math.max(1, pause / 1000));
        } else {
            LOG.debug("{}; next try in {} ms", text, pause);
        }
    }

    /** Notes on what proof an object counts as stored. Logs once if only the object's metadata proves it. */
    void found(ExistingObject.Verdict there) {
        if (there == ExistingObject.Verdict.CLAIMED && claimed == null) {
            claimed = "objects of s3://" + bucket + " have no checksum and may not be read, so Caravan relies on their metadata;"
                + " allow s3:GetObject (and kms:Decrypt)";
            LOG.warn("{}", claimed);
        }
    }

    private @Nullable SourceStats stats(String key) {
        Source source = sources.ofKey(key);
        return source == null ? null : source.stats();
    }

    /** Returns why nothing can be delivered now, or null. */
    public @Nullable String problem() {
        return problems.words(outbox::has);
    }

    /** Returns why the objects of this source cannot be delivered now, or null. */
    public @Nullable String problem(Source source) {
        return problems.words(outbox::has, key -> source.ledger().waiting().get(key) != null);
    }

    /** Returns since when something cannot be delivered, in milliseconds since 1970; 0 if everything can be. */
    public long failingSince() {
        return problem() == null ? 0 : failingSince;
    }

    /** Returns the number of attempts after which the bucket had the object. */
    public long attemptsStored() {
        return stored.get();
    }

    /** Returns the number of failed attempts. */
    public long attemptsFailed() {
        return failed.get();
    }

    /** Returns the objects that were stored last, the latest first. */
    public List<StoredObject> recent() {
        return recent.all();
    }

    /** Sets whether every object is logged, instead of the first one and sums. */
    public void logEach(boolean each) {
        log.each(each);
    }

    /** Sets the listener that gets the duration of each stored object, in nanoseconds; there is at most one. */
    public void onDuration(LongConsumer listener) {
        durations = listener;
    }

    /** Returns what people should know about the store although everything is delivered, or null. */
    @Nullable
    String note() {
        return claimed;
    }
}
