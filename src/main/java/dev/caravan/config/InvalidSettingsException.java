package dev.caravan.config;

import java.util.List;

/** Wrong settings, or an unusable state directory, that prevent the start. */
public final class InvalidSettingsException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;

    /** @param errors one sentence per error, which names the setting */
    public InvalidSettingsException(List<String> errors) {
        super(String.join("\n", errors));
        this.errors = List.copyOf(errors);
    }

    public List<String> errors() {
        return errors;
    }
}
