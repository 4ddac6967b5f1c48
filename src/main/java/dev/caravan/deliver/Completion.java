package dev.caravan.deliver;

import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.spi.Synchronization;
import org.jspecify.annotations.Nullable;

/**
 * Ends an attempt together with its exchange, whatever the routes do: frees the key, and turns a success without proof into a failure, so
 * that Camel keeps the file. Used only by the thread of the exchange.
 */
final class Completion implements Synchronization {

    private final BiConsumer<@Nullable Attempt, Throwable> failed;
    private @Nullable Attempt attempt;

    /** @param failed called with the attempt, or null if there was none, and with the reason why there is no proof */
    Completion(BiConsumer<@Nullable Attempt, Throwable> failed) {
        this.failed = failed;
    }

    /** Sets the attempt of the exchange. */
    void of(Attempt attempt) {
        this.attempt = attempt;
    }

    @Override
    public void onComplete(Exchange exchange) {
        if (attempt == null || !attempt.isStored()) {
            // Camel looks at the exception next. Without it, Camel would delete or move the file as the endpoint says.
            exchange.setException(new RollbackExchangeException("the file is not delivered", exchange));
        }
        failed.accept(attempt, attempt != null && attempt.isRefused() ? UnprovenException.nothingThere()
            : new UnprovenException("the routes ended before it was known whether the object is stored; is routes/deliver.yaml the one of"
                + " this version?"));
    }

    @Override
    public void onFailure(Exchange exchange) {
        failed.accept(attempt, exchange.getException());
    }
}
