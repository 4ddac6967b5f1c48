package dev.caravan.deliver;

import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.apache.camel.RollbackExchangeException;
import org.apache.camel.spi.Synchronization;
import org.jspecify.annotations.Nullable;

/**
 * The end of an exchange, whatever its routes do: its key is free, and without proof it is no success, so Camel leaves the file. Used by the
 * thread of the exchange.
 */
final class Completion implements Synchronization {

    private final BiConsumer<@Nullable Attempt, Throwable> failed;
    private @Nullable Attempt attempt;

    /** @param failed is told why an attempt, if there was one, came to no proof */
    Completion(BiConsumer<@Nullable Attempt, Throwable> failed) {
        this.failed = failed;
    }

    /** The attempt that the exchange makes. */
    void of(Attempt attempt) {
        this.attempt = attempt;
    }

    @Override
    public void onComplete(Exchange exchange) {
        if (attempt == null || !attempt.isStored()) {
            // Camel looks at it next, and would delete or move the file as its endpoint says.
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
