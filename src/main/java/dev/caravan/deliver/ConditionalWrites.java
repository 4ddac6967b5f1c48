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
 * Whether the store evaluates {@code If-None-Match}. One that does not overwrites an object when a request is sent again, and its
 * reader gets a second event. So the first object that a state directory delivers to a destination is sent once more under the
 * same key: 412 shows that the store keeps its word, and nothing new is in the bucket. What was found is the fact
 * {@code conditional-writes} of the file {@code destination}: {@code kept}, {@code ignored}, or {@code asked KEY} while the second
 * request is on its way. It is written before that request and after its answer. After a crash in between, the file of the outbox
 * is still there, and its next request is the second one. Thread safe.
 */
final class ConditionalWrites {

    /** Name of the fact. */
    static final String FACT = "conditional-writes";

    private static final Logger LOG = LoggerFactory.getLogger("caravan.delivery");
    private static final String KEPT = "kept";
    private static final String IGNORED = "ignored";
    private static final String ASKED = "asked ";
    /** An answer that tells nothing may come again each time. */
    private static final int MOST_TRIES = 3;

    private final DestinationFile destination;
    private final Answers answers;
    private int tries;
    private volatile @Nullable String note;

    ConditionalWrites(DestinationFile destination, Answers answers) {
        this.destination = destination;
        this.answers = answers;
    }

    /** A request was refused since its key has an object, and it has. */
    synchronized void kept(@Nullable Answer answer) {
        if (conditional(answer) != null && !KEPT.equals(destination.fact(FACT)) && remember(KEPT)) {
            note = null;
        }
    }

    /** The request that was answered, if it was a conditional one; else null. */
    private static @Nullable PutObjectRequest conditional(@Nullable Answer answer) {
        PutObjectRequest request = answer == null ? null : answer.request();
        return request != null && "*".equals(request.ifNoneMatch()) ? request : null;
    }

    /** A request was answered with 2xx, and the object is stored: sends it once more, if it is not known what comes then. */
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
                LOG.debug("whether the store knows If-None-Match is not known: {}", e.toString());
            }
        } catch (SdkException e) {
            LOG.debug("whether the store knows If-None-Match is not known: {}", e.toString());
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

    /** Returns whether it is written; then it is also known that an object is stored there. */
    private boolean remember(String what) {
        try {
            destination.objectIsStored();
            if (destination.stored() == null || destination.current() == null) {
                return false;
            }
            destination.remember(FACT, what);
            return true;
        } catch (IOException e) {
            // Asked again with the next object. The state directory's trouble is told by those who cannot do without it.
            LOG.debug("{} is not remembered: {}", what, e.toString());
            return false;
        }
    }

    /** What a person should know of the store, or null. */
    @Nullable
    String note() {
        return note;
    }
}
