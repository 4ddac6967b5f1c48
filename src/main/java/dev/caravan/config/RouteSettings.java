package dev.caravan.config;

import java.util.Map;

/**
 * The settings that route files declare: each {@code {{name}}} in their texts. Immutable.
 *
 * @param settings settings by name
 * @param complete false if a file could not be read, so that there may be more settings
 */
public record RouteSettings(Map<String, Setting<?>> settings, boolean complete) {

    /** No route files. */
    public static final RouteSettings NONE = new RouteSettings(Map.of(), true);
}
