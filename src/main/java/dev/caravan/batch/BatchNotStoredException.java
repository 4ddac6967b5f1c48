package dev.caravan.batch;

import dev.caravan.state.UnwritableException;

/** The output of a command is not in the batch, and cannot be had again: whoever holds it tries again. */
public final class BatchNotStoredException extends UnwritableException {

    private static final long serialVersionUID = 1L;

    BatchNotStoredException(UnwritableException reason) {
        // Not the reason itself as cause: Camel would find the rule for it first, which does not try again.
        super(reason.getMessage(), reason.getCause());
    }
}
