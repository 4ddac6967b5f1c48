package dev.caravan.deliver;

import dev.caravan.flow.SourceStats;
import dev.caravan.flow.SourceStats.Event;
import dev.caravan.state.Durable;
import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import dev.caravan.state.Step;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The bean {@code delivery} of the routes {@code put} and {@code head}: what goes with the request, and what its answer
 * means. Thread safe.
 */
public final class Delivery {

    /** Metadata of each object: SHA-256 of its bytes, in hex. */
    static final String CHECKSUM = "caravan-sha256";
    /** Property of exchanges that the stopping thread sends. */
    public static final String AT_STOP = "CaravanAtStop";
    private static final Logger LOG = LoggerFactory.getLogger("caravan.delivery");

    private final Sources sources;
    private final String bucket;
    private final String acl;
    private final Outbox outbox;
    private final Set<String> inFlight = ConcurrentHashMap.newKeySet();
    private final Set<String> looked = ConcurrentHashMap.newKeySet();
    private final long since = System.currentTimeMillis();
    private final Runnable client;
    private final Consumer<String> onDelivered;
    private volatile String problem;

    /**
     * @param outbox      is told what became of each file
     * @param acl         name of a canned ACL, as Camel takes it; empty for the bucket's default
     * @param client      sees to it that there is an S3 client; called before each request
     * @param onDelivered called with the key of each object that is in the bucket; may be null
     */
    public Delivery(Sources sources, Outbox outbox, String bucket, String acl, Runnable client,
                    Consumer<String> onDelivered) {
        this.outbox = outbox;
        this.client = client;
        this.acl = acl;
        this.sources = sources;
        this.bucket = bucket;
        this.onDelivered = onDelivered;
    }

    /** Sets what the request needs: key, content type, checksum. The body stays a file, so that it can be sent again. */
    public void prepare(Exchange exchange) throws IOException {
        boolean atStop = exchange.getProperty(AT_STOP) != null;
        if (!atStop && outbox.isPausing()) {
            throw new Paused();
        }
        Object body = exchange.getMessage().getBody();
        Path file = ((File) (body instanceof WrappedFile<?> wrapped ? wrapped.getFile() : body)).toPath()
            .toAbsolutePath().normalize();
        String key = outbox.key(file);
        if (!inFlight.add(key)) {
            // The route and the stopping thread have met.
            throw new Paused();
        }
        exchange.setProperty("CaravanFile", file);
        exchange.setProperty("CaravanKey", key);
        // The one of the two that comes second may find that the first has delivered it since it was listed.
        if (Files.notExists(file) || !isWhole(file, key)) {
            inFlight.remove(key);
            throw new Paused();
        }
        exchange.getMessage().setHeader(AWS2S3Constants.KEY, key);
        exchange.getMessage().setHeader(AWS2S3Constants.CONTENT_TYPE, contentType(key));
        if (!acl.isEmpty()) {
            exchange.getMessage().setHeader(AWS2S3Constants.CANNED_ACL, acl);
        }
        exchange.getMessage().setHeader(AWS2S3Constants.METADATA, Map.of(CHECKSUM, Checksum.sha256(file)));
        client.run();
        if (exchange.getContext().isStopping()) {
            // Making the client took longer than the stop waits.
            throw new Paused();
        }
        Step.BEFORE_PUT.reached();
    }

    /** Looks into a file that this process has not sealed; false when it had nothing that can be sent, and is gone. */
    private boolean isWhole(Path file, String key) throws IOException {
        if (Files.getLastModifiedTime(file).toMillis() >= since || !looked.add(key)) {
            return true;
        }
        long size = Files.size(file);
        boolean there;
        try {
            there = Rescue.run(sources.directory().root(), file);
        } catch (IOException e) {
            looked.remove(key);
            throw e;
        }
        sources.outbox().removed(size);
        if (there) {
            sources.outbox().added(Files.size(file));
        } else {
            sources.left(key);
        }
        return there;
    }

    private static Path file(Exchange exchange) {
        return exchange.getProperty("CaravanFile", Path.class);
    }

    /** What a key's extension means. No Content-Encoding is set anywhere: readers would unpack twice, or not at all. */
    static String contentType(String key) {
        if (key.endsWith(".gz")) {
            return "application/gzip";
        }
        if (key.endsWith(".zst")) {
            return "application/zstd";
        }
        return key.matches(".*\\.(json|jsonl|ndjson)") ? "application/x-ndjson" : "text/plain; charset=utf-8";
    }

    /**
     * The object is in the bucket: the file is deleted, so that the endpoint has nothing left to do.
     *
     * @throws IOException it cannot be deleted; it is sent again, found to be there, and deleted then
     */
    public void delivered(Exchange exchange) throws IOException {
        Step.AFTER_PUT.reached();
        done(exchange, "delivered", Event.DELIVERED);
    }

    private void done(Exchange exchange, String how, Event event) throws IOException {
        Path file = file(exchange);
        String key = exchange.getProperty("CaravanKey", String.class);
        long size = Files.size(file);
        sources.directory().destination().objectIsStored();
        Durable.delete(file);
        SourceStats stats = stats(key);
        if (stats != null) {
            stats.count(event);
            stats.count(Event.DELIVERED_BYTES, size);
            stats.lastDelivery(System.currentTimeMillis());
        }
        if (problem != null) {
            LOG.info("{} can be reached again", bucket);
            problem = null;
        }
        outbox.succeeded(key);
        inFlight.remove(key);
        looked.remove(key);
        sources.left(key);
        sources.outbox().removed(size);
        LOG.info("{} s3://{}/{} ({} bytes)", how, bucket, key, size);
        if (onDelivered != null) {
            onDelivered.accept(key);
        }
    }

    /**
     * S3 has refused the request. Returns when that was because there is an object under the key.
     *
     * @throws S3Exception it was for another reason
     */
    public void refused(Exchange exchange) {
        for (Throwable e = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class); e != null; e = e.getCause()) {
            if (e instanceof S3Exception s3) {
                if (s3.statusCode() != 412) {
                    throw s3;
                }
                return;
            }
        }
    }

    /** The answer to a HEAD request, after S3 said that the key is taken: the same object, or another one? */
    public void compare(Exchange exchange) throws IOException {
        HeadObjectResponse there = exchange.getMessage().getBody(HeadObjectResponse.class);
        Path file = file(exchange);
        boolean same = there != null && there.contentLength() == Files.size(file)
            && Checksum.sha256(file).equals(there.metadata().get(CHECKSUM));
        exchange.setProperty("CaravanSame", same);
        if (same) {
            Step.AFTER_PUT.reached();
            done(exchange, "was there already:", Event.ALREADY_THERE);
        } else {
            rename(exchange, file);
        }
    }

    /** The key is taken by something else: the batch gets another key, and is delivered under it at the next poll. */
    private void rename(Exchange exchange, Path file) throws IOException {
        String key = exchange.getProperty("CaravanKey", String.class);
        String name = file.getFileName().toString();
        int dot = name.indexOf('.', Math.max(0, name.lastIndexOf('-')));
        String suffix = "-" + Long.toHexString(System.nanoTime());
        Path fresh = file.resolveSibling(dot < 0 ? name + suffix : name.substring(0, dot) + suffix + name.substring(dot));
        Source source = sources.ofKey(key);
        if (source != null) {
            source.ledger().renames(key, outbox.key(fresh));
        }
        Durable.move(file, fresh);
        inFlight.remove(key);
        LOG.error("ALARM: another object stands under s3://{}/{}: it is left alone, and the batch is delivered as {}."
            + " Does something else write to this prefix?", bucket, key, outbox.key(fresh));
        if (source != null) {
            source.stats().count(Event.KEY_TAKEN);
        }
        sources.left(key);
    }

    /** An attempt failed: the file stays, and the pauses grow. */
    public void failed(Exchange exchange) {
        Throwable e = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (e instanceof Paused) {
            return;
        }
        String key = exchange.getProperty("CaravanKey", String.class);
        SourceStats stats = key == null ? null : stats(key);
        if (stats != null) {
            stats.count(Event.RETRIES);
        }
        if (key != null) {
            inFlight.remove(key);
        }
        long pause = outbox.failed(key);
        String text = Failure.explain(e, bucket);
        if (!text.equals(problem)) {
            LOG.warn("{}. {} objects wait in the outbox; next try in {} s, then less and less often, up to each minute.",
                text, sources.outbox().files(), Math.max(1, pause / 1000));
        } else {
            LOG.debug("{}; next try in {} ms", text, pause);
        }
        problem = text;
    }

    private SourceStats stats(String key) {
        Source source = sources.ofKey(key);
        return source == null ? null : source.stats();
    }

    /** Why nothing can be delivered just now, or null. */
    public String problem() {
        return problem;
    }

    /** Whether a request is under way. */
    public boolean isBusy() {
        return !inFlight.isEmpty();
    }
}
