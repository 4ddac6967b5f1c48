package dev.caravan.health;

import dev.caravan.control.ControlCommand;
import java.io.IOException;
import java.util.List;

/** The instance's answer to {@code caravan status}. */
public final class StatusAnswer implements ControlCommand {

    /** Word of a request: the answer is to be JSON. */
    public static final String JSON = "json";
    /** Word of a request: followed files are to be in it. */
    public static final String FILES = "files";

    private final Instance instance;

    /** @param instance tells how all is */
    public StatusAnswer(Instance instance) {
        this.instance = instance;
    }

    /** Returns 0 if the instance is ready, else 1. */
    @Override
    public int answer(List<String> words, Appendable out) throws IOException {
        Snapshot snapshot = instance.snapshot(words.contains(FILES));
        out.append(words.contains(JSON) ? SnapshotJson.text(snapshot) : new StatusTable(snapshot).text());
        return snapshot.problems().isEmpty() ? 0 : 1;
    }
}
