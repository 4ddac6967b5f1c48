package dev.caravan.batch;

import dev.caravan.state.UnwritableException;

/** The output of a command is not in the batch and cannot be produced again; the caller, which holds it, must try again. */
public final class BatchNotStoredException extends UnwritableException {

    private static final long serialVersionUID = 1L;

    BatchNotStoredException(UnwritableException reason) {
        // The reason itself must not be the cause: Camel would first find the rule for it, and that rule does not try again.
        super(reason.getMessage(), reason.getCause());
    }
}
