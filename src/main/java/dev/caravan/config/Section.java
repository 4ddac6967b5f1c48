package dev.caravan.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Settings that are documented together, in their order. Filled by {@link Catalog} alone, and never changed after that. */
public final class Section {

    private final String title;
    private final String note;
    private final List<Setting<?>> settings = new ArrayList<>();

    Section(String title, String note) {
        this.title = title;
        this.note = note;
    }

    <T> Setting<T> add(Setting<T> setting) {
        settings.add(setting);
        return setting;
    }

    /** For a heading. */
    public String title() {
        return title;
    }

    /** What holds for all of its settings, in sentences; may be empty. */
    public String note() {
        return note;
    }

    /** Its settings. */
    public List<Setting<?>> settings() {
        return Collections.unmodifiableList(settings);
    }
}
