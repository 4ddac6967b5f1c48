package dev.caravan.deliver;

import java.time.Duration;

/**
 * The rules for requests to S3.
 *
 * @param silence        how long a request may make no progress
 * @param expectContinue whether to ask S3 ({@code Expect: 100-continue}) before sending content, so that refused content is not sent
 * @param largest        size of the largest possible object in bytes, for the time limit of a call
 * @param retry          whether the SDK retries by itself. Not for delivery, which has its own pauses: each object would be sent two to
 *                       four times before a failure is known
 * @param alive          called at least twice a minute while a request is under way and may go on: it may take longer than delivery is
 *                       usually silent
 */
public record RequestRules(Duration silence, boolean expectContinue, long largest, boolean retry, Runnable alive) {

    private static final long LARGEST = 64L << 20;

    /** Returns the rules for delivery, with defaults for all but the time. */
    static RequestRules ofDelivery(Duration silence) {
        return new RequestRules(silence, true, LARGEST, false, () -> {});
    }

    /** Returns the rules for reading from a bucket. */
    static RequestRules ofReading(Duration silence) {
        return new RequestRules(silence, true, LARGEST, true, () -> {});
    }
}
