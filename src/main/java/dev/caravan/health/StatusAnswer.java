package dev.caravan.health;

import dev.caravan.control.ControlCommand;
import java.io.IOException;
import java.util.List;

/** The instance's answer to {@code caravan status}. */
public final class StatusAnswer implements ControlCommand {

    /** The word of a request for JSON. */
    public static final String JSON = "json";
    /** The word of a request for followed files. */
    public static final String FILES = "files";

    private final Instance instance;

    /** @param instance the model of the running instance */
    public StatusAnswer(Instance instance) {
        this.instance = instance;
    }

    /** Appends the snapshot; returns 0 if the instance is ready, otherwise 1. */
    @Override
    public int answer(List<String> words, Appendable out) throws IOException {
        Snapshot snapshot = instance.snapshot(words.contains(FILES));
        out.append(words.contains(JSON) ? SnapshotJson.text(snapshot) : new StatusTable(snapshot).text());
        return snapshot.problems().isEmpty() ? 0 : 1;
    }
}
