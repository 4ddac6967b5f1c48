package dev.caravan.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Settings that are documented together, in their order. Only {@link Catalog} fills it, when the class is loaded. */
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

    /** Returns the heading. */
    public String title() {
        return title;
    }

    /** Returns sentences about all settings of the section; may be empty. */
    public String note() {
        return note;
    }

    /** Returns the settings, in the order of the documents. */
    public List<Setting<?>> settings() {
        return Collections.unmodifiableList(settings);
    }
}
