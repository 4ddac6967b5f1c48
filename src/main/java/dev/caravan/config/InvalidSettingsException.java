package dev.caravan.config;

import java.util.List;

/** Settings, or the state directory, are such that nothing can be started. */
public final class InvalidSettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;

    /** @param errors one sentence each; each names its setting */
    public InvalidSettingsException(List<String> errors) {
        super(String.join("\n", errors));
        this.errors = List.copyOf(errors);
    }

    public List<String> errors() {
        return errors;
    }
}
