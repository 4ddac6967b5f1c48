package dev.caravan.deliver;

import dev.caravan.state.DestinationFile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Finds out whether the store evaluates {@code If-None-Match}. A store that does not overwrites an object if a request is repeated, and its
 * reader gets a second event. So the first object that a state directory delivers to a destination is sent once more with the same key: if
 * the answer is 412, the store evaluates the header, and the bucket contains nothing new. The result is the fact {@code conditional-writes}
 * of the file {@code destination}: {@code kept}, {@code ignored}, or {@code asked KEY} during the second request. It is written before that
 * request and after its answer. After a crash in between, the file is still in the outbox, and its next request is the second one.
 * Thread-safe.
 */
final class ConditionalWrites {

    /** Name of the fact. */
    static final String FACT = "conditional-writes";

    private static final Logger LOG = LoggerFactory.getLogger("caravan.delivery");
    private static final String KEPT = "kept";
    private static final String IGNORED = "ignored";
    private static final String ASKED = "asked ";
    /** Limit of inconclusive answers, which might otherwise come at each object. */
    private static final int MOST_TRIES = 3;

    private final DestinationFile destination;
    private final Answers answers;
    private int tries;
    private volatile @Nullable String note;

    ConditionalWrites(DestinationFile destination, Answers answers) {
        this.destination = destination;
        this.answers = answers;
    }

    /** Notes that a request was refused because its key has an object, and that the object exists. */
    synchronized void kept(@Nullable Answer answer) {
        if (conditional(answer) != null && !KEPT.equals(destination.fact(FACT)) && remember(KEPT)) {
            note = null;
        }
    }

    /** Returns the request of this answer if it was conditional, otherwise null. */
    private static @Nullable PutObjectRequest conditional(@Nullable Answer answer) {
        PutObjectRequest request = answer == null ? null : answer.request();
        return request != null && "*".equals(request.ifNoneMatch()) ? request : null;
    }

    /** Sends an object that is stored, after an answer of 2xx, once more if the store's behaviour is not known. */
    synchronized void check(Attempt attempt, @Nullable Answer answer, S3Client client) {
        PutObjectRequest request = conditional(answer);
        if (request == null) {
            return;
        }
        String known = destination.fact(FACT);
        if (KEPT.equals(known)) {
            return;
        }
        if (IGNORED.equals(known) || (ASKED + attempt.key()).equals(known)) {
            ignored();
        } else if (tries < MOST_TRIES && remember(ASKED + attempt.key())) {
            tries++;
            ask(attempt, request, client);
        }
    }

    private void ask(Attempt attempt, PutObjectRequest request, S3Client client) {
        answers.expect(attempt.key());
        try {
            client.putObject(request, RequestBody.fromFile(attempt.file()));
            Answer second = answers.of(attempt.key());
            if (second != null && second.isOfS3()) {
                ignored();
            }
        } catch (S3Exception e) {
            if (e.statusCode() == 412 || e.statusCode() == 304) {
                remember(KEPT);
            } else {
                LOG.debug("the store's answer about If-None-Match is inconclusive: {}", e.toString());
            }
        } catch (SdkException e) {
            LOG.debug("the store's answer about If-None-Match is inconclusive: {}", e.toString());
        }
    }

    private void ignored() {
        remember(IGNORED);
        if (note == null) {
            note = "the store ignores If-None-Match: an object whose answer is lost is stored twice, and its reader sees it"
                + " twice; set caravan.conditional-writes=false";
            LOG.warn("{}", note);
        }
    }

    /** Remembers a result, and that an object is stored there. Returns whether it is written. */
    private boolean remember(String what) {
        try {
            destination.objectIsStored();
            if (destination.stored() == null || destination.current() == null) {
                return false;
            }
            destination.remember(FACT, what);
            return true;
        } catch (IOException e) {
            // The next object asks again. Whoever needs the state directory reports its problems.
            LOG.debug("{} is not remembered: {}", what, e.toString());
            return false;
        }
    }

    /** Returns what people should know about the store, or null. */
    @Nullable
    String note() {
        return note;
    }
}
