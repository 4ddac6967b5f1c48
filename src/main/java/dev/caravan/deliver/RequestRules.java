package dev.caravan.deliver;

import java.time.Duration;

/**
 * How requests to S3 are made.
 *
 * @param silence        how long a request may go without a byte of progress
 * @param expectContinue whether S3 is asked ({@code Expect: 100-continue}) before content is sent, which saves sending what is refused
 * @param largest        bytes of the largest object there will be, for the time that any call may take in all
 * @param retry          whether the SDK tries again by itself. Delivery has pauses of its own, so that it does not: each
 *                       object would be sent two to four times before a failure is known
 * @param alive          called at least twice a minute while a request is under way that may go on: it may take longer than delivery
 *                       can usually be silent
 */
public record RequestRules(Duration silence, boolean expectContinue, long largest, boolean retry, Runnable alive) {

    private static final long LARGEST = 64L << 20;

    /** For delivery, with what is usual but for the time. */
    static RequestRules ofDelivery(Duration silence) {
        return new RequestRules(silence, true, LARGEST, false, () -> {});
    }

    /** For reading what is in a bucket. */
    static RequestRules ofReading(Duration silence) {
        return new RequestRules(silence, true, LARGEST, true, () -> {});
    }
}
