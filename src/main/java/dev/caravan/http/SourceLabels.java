package dev.caravan.http;

import dev.caravan.health.SourceState;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.EnumMap;
import java.util.Map;

/** The labels of a source, made once: to check and sort them is a fifth of what a scrape costs. */
final class SourceLabels {

    private final Labels source;
    private final Labels full;
    private final Labels reload;
    private final Map<SourceState, Labels> states = new EnumMap<>(SourceState.class);

    /** @param name of the source */
    SourceLabels(String name) {
        source = Labels.of("source", name);
        full = Labels.of("source", name, "reason", "outbox_full");
        reload = Labels.of("source", name, "reason", "reload");
        for (SourceState state : SourceState.values()) {
            states.put(state, Labels.of("source", name, "state", state.word()));
        }
    }

    /** Its name alone. */
    Labels source() {
        return source;
    }

    /** Collecting waits for a full outbox. */
    Labels full() {
        return full;
    }

    /** Collecting waits for its route. */
    Labels reload() {
        return reload;
    }

    /** One of its states. */
    Labels state(SourceState state) {
        return states.getOrDefault(state, source);
    }
}
