package dev.caravan.deliver;

import dev.caravan.outbox.Outbox;
import dev.caravan.outbox.WholeFiles;
import dev.caravan.pipeline.SharedNames;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.state.Durable;
import dev.caravan.state.FailPoint;
import dev.caravan.state.Sources;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The bean {@code delivery} of the route {@code put}: prepares the request and judges its answer. Files leave the outbox only here, on
 * proof that the bucket has their bytes, whatever the steps of the route are. Thread-safe.
 */
public final class Delivery {

    /** Metadata of each object: the SHA-256 of its bytes, in hex. */
    static final String CHECKSUM = "caravan-sha256";
    /** Exchange property: set if the stopping thread sends the exchange. */
    public static final String AT_STOP = "CaravanAtStop";

    private final Sources sources;
    private final String acl;
    private final Outbox outbox;
    private final Map<String, Attempt> inFlight = new ConcurrentHashMap<>();
    private final WholeFiles files;
    private final Progress progress;
    private final Supplier<AWS2S3Configuration> s3;
    private final ExistingObject standing;
    private final Answers answers = new Answers();
    private final ConditionalWrites conditional;

    /**
     * Creates the bean.
     *
     * @param acl         name of a canned ACL, as Camel takes it; empty for the bucket's default
     * @param s3          returns the settings of S3 with a client in them; called before each request
     * @param onDelivered called with the key of each object that is in the bucket; may be null
     */
    public Delivery(Sources sources, Outbox outbox, String bucket, String acl, Supplier<AWS2S3Configuration> s3,
        @Nullable Consumer<String> onDelivered) {
        this.outbox = outbox;
        this.s3 = s3;
        this.standing = new ExistingObject(s3, bucket);
        this.conditional = new ConditionalWrites(sources.directory().destination(), answers);
        this.acl = acl;
        this.sources = sources;
        this.files = new WholeFiles(sources);
        this.progress = new Progress(sources, outbox, bucket, onDelivered);
    }

    /** Returns the interceptor that the S3 client needs so that its answers can be judged. */
    public ExecutionInterceptor answers() {
        return answers;
    }

    /** Sets key, content type and checksum of the request. The body remains a file, so that it can be sent again. */
    public void prepare(Exchange exchange) throws IOException {
        Completion completion = new Completion(this::failed);
        exchange.getExchangeExtension().addOnCompletion(completion);
        boolean atStop = exchange.getProperty(AT_STOP) != null;
        if (!atStop && outbox.isPausing()) {
            throw new PausedException();
        }
        Object body = exchange.getMessage().getBody();
        Path file = ((File) (body instanceof WrappedFile<?> wrapped ? wrapped.getFile() : body)).toPath()
            .toAbsolutePath().normalize();
        Attempt attempt = new Attempt(file, outbox.key(file));
        if (!atStop && outbox.isPausing(attempt.key())) {
            throw new PausedException();
        }
        if (inFlight.putIfAbsent(attempt.key(), attempt) != null) {
            // The route and the stopping thread both try this file.
            throw new PausedException();
        }
        completion.of(attempt);
        exchange.setProperty(Attempt.PROPERTY, attempt);
        exchange.setProperty(Attempt.KEY_PROPERTY, attempt.key());
        // Whichever of the two comes second may find that the first has delivered the file since it was listed.
        if (Files.notExists(file) || !files.repair(file, attempt.key())) {
            throw new PausedException();
        }
        exchange.getMessage().setHeader(AWS2S3Constants.KEY, attempt.keyHeader());
        exchange.getMessage().setHeader(AWS2S3Constants.CONTENT_TYPE, attempt.contentType());
        if (!acl.isEmpty()) {
            exchange.getMessage().setHeader(AWS2S3Constants.CANNED_ACL, acl);
        }
        exchange.getMessage().setHeader(AWS2S3Constants.METADATA, Map.of(CHECKSUM, attempt.sha256()));
        // The first request creates the client.
        Objects.requireNonNull(s3.get(), "the settings of S3");
        if (exchange.getContext().isStopping()) {
            // Creating the client took longer than the stop waits.
            throw new PausedException();
        }
        answers.expect(attempt.key());
        if (attempt.isSecondKey()) {
            compareSecondKey(exchange);
        }
        FailPoint.BEFORE_PUT.reached();
    }

    /**
     * Looks under a second key before the PUT. If another object is there again, the store changes what it gets, and must not get it
     * forever.
     */
    private void compareSecondKey(Exchange exchange) throws IOException {
        try {
            compare(exchange);
        } catch (S3Exception e) {
            // Amazon answers this for a key without an object if the user may not list the bucket. The condition of the PUT then decides.
            if (e.statusCode() != 403) {
                throw e;
            }
        }
    }

    /** Ends the attempt, and frees its key. */
    private void end(Attempt attempt) {
        attempt.end();
        if (inFlight.remove(attempt.key(), attempt)) {
            answers.forget(attempt.key());
        }
    }

    private static Attempt attempt(Exchange exchange) {
        Attempt attempt = exchange.getProperty(Attempt.PROPERTY, Attempt.class);
        if (attempt == null) {
            throw new IllegalStateException("the route must call the method prepare of the bean delivery first");
        }
        return attempt;
    }

    /**
     * Handles an answer of 2xx: deletes the file if the answer, or the object under the key, proves that the object is stored.
     *
     * @throws UnprovenException there is no proof
     * @throws IOException       the file cannot be deleted; it is sent again, found in the bucket, and deleted then
     */
    public void delivered(Exchange exchange) throws IOException {
        Attempt attempt = attempt(exchange);
        FailPoint.AFTER_PUT.reached();
        Answer answer = answers.of(attempt.key());
        if (answer != null && !answer.isOfS3()) {
            throw new UnprovenException(UnprovenException.NOT_S3);
        }
        if (answer == null || !answer.proves(attempt)) {
            ExistingObject.Verdict there = standing.of(attempt);
            if (there == ExistingObject.Verdict.ABSENT) {
                throw new UnprovenException("S3 answered that it has stored an object, and then that there is none under its key");
            }
            if (there == ExistingObject.Verdict.FOREIGN) {
                rename(attempt);
                return;
            }
            progress.found(there);
        }
        conditional.check(attempt, answer, s3.get().getAmazonS3Client());
        done(attempt, "delivered", Event.DELIVERED);
    }

    private void done(Attempt attempt, String how, Event event) throws IOException {
        long size = attempt.size();
        sources.directory().destination().objectIsStored();
        Durable.delete(attempt.file());
        attempt.stored();
        end(attempt);
        files.forget(attempt.key());
        progress.stored(attempt, size, how, event);
    }

    /**
     * Handles a refusal: returns if the reason is an object under the key.
     *
     * @throws S3Exception there is another reason
     */
    public void refused(Exchange exchange) throws IOException {
        for (Throwable e = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class); e != null; e = e.getCause()) {
            if (e instanceof S3Exception s3) {
                if (s3.statusCode() != 412 && s3.statusCode() != 304) {
                    throw s3;
                }
                attempt(exchange).refused();
                return;
            }
        }
    }

    /**
     * Compares the object under the key with the file: after S3 said that the key is taken, or before the request if the store cannot check
     * the condition itself. Sets the property {@code CaravanSame} to whether the object is the same; does not set it if there is no object.
     *
     * @throws UnprovenException there is no object although S3 said so, or the objects cannot be compared
     */
    public void compare(Exchange exchange) throws IOException {
        Attempt attempt = attempt(exchange);
        if (attempt.isEnded()) {
            return;
        }
        ExistingObject.Verdict there = standing.of(attempt);
        if (there == ExistingObject.Verdict.ABSENT) {
            if (attempt.isRefused()) {
                throw UnprovenException.nothingThere();
            }
            return;
        }
        exchange.setProperty(SharedNames.SAME_PROPERTY, there != ExistingObject.Verdict.FOREIGN);
        if (attempt.isRefused()) {
            conditional.kept(answers.of(attempt.key()));
        }
        if (there == ExistingObject.Verdict.FOREIGN) {
            rename(attempt);
        } else {
            progress.found(there);
            FailPoint.AFTER_PUT.reached();
            done(attempt, "was there already:", Event.ALREADY_THERE);
        }
    }

    /** Gives a batch whose key is taken by another object a second key, once. It is delivered under that key after a pause. */
    private void rename(Attempt attempt) throws IOException {
        String key = attempt.key();
        if (attempt.isSecondKey()) {
            throw new UnprovenException("the object under a key that nobody else can know is not what was sent: the store, or"
                + " something on the way to it, changes objects");
        }
        Path fresh = attempt.secondKey();
        progress.moves(key, outbox.key(fresh));
        Durable.move(attempt.file(), fresh);
        end(attempt);
        files.forget(key);
        progress.moved(key, outbox.key(fresh));
    }

    /** Handles a failed attempt: the file stays, and the pauses grow. */
    public void failed(Exchange exchange) {
        Throwable e = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Attempt attempt = exchange.getProperty(Attempt.PROPERTY, Attempt.class);
        if (attempt == null && !(e instanceof PausedException)) {
            progress.failed(null, e);
        } else {
            failed(attempt, e);
        }
    }

    /** Ends the attempt as a failed one, if there is one and it has not ended. */
    private void failed(@Nullable Attempt attempt, Throwable e) {
        if (attempt == null || attempt.isEnded()) {
            return;
        }
        Answer answer = answers.of(attempt.key());
        end(attempt);
        if (!(e instanceof PausedException)) {
            // The SDK cannot read the body of such an answer, or returns its text.
            progress.failed(attempt.key(), answer != null && answer.isSuccess() && !answer.isOfS3()
                ? new UnprovenException(UnprovenException.NOT_S3) : e);
        }
    }

    /** Returns why nothing can be delivered now, or null. */
    public @Nullable String problem() {
        return progress.problem();
    }

    /** Returns what people should know about the store although everything is delivered, or null. */
    public @Nullable String note() {
        return Stream.of(conditional.note(), progress.note()).filter(Objects::nonNull).reduce((a, b) -> a + "; " + b).orElse(null);
    }

    /** Returns the progress of delivery. */
    public Progress progress() {
        return progress;
    }

    /** Reports whether a request is under way. */
    public boolean isBusy() {
        return !inFlight.isEmpty();
    }
}
