package dev.caravan.config;

import org.jspecify.annotations.Nullable;

/**
 * The declaration of a setting, from which its value is checked, and {@code application.properties} and {@code docs/settings.md} are written. To
 * add a setting, declare it in {@link Catalog}, and read it with {@link Settings#get(Setting)}. Immutable.
 *
 * @param <T> Java type of its values
 */
public final class Setting<T> {

    private final String name;
    private final Kind<T> kind;
    private final @Nullable String fallback;
    private final @Nullable String least;
    private final @Nullable String most;
    private final @Nullable String example;
    private final String meaning;

    private Setting(String name, Kind<T> kind, @Nullable String fallback, @Nullable String least, @Nullable String most,
        @Nullable String example, String meaning) {
        this.name = name;
        this.kind = kind;
        this.fallback = fallback;
        this.least = least;
        this.most = most;
        this.example = example;
        this.meaning = meaning;
    }

    /**
     * Returns a setting.
     *
     * @param fallback the default, as a user would write it; null if there is none
     * @param meaning  sentences for the documents; lists show the first one
     */
    public static <T> Setting<T> of(String name, Kind<T> kind, @Nullable String fallback, String meaning) {
        return new Setting<>(name, kind, fallback, null, null, null, meaning);
    }

    /** Returns the setting with a lower bound, as a user would write it. */
    Setting<T> atLeast(String bound) {
        return new Setting<>(name, kind, fallback, bound, most, example, meaning);
    }

    /** Returns the setting with an upper bound, as a user would write it. */
    Setting<T> atMost(String bound) {
        return new Setting<>(name, kind, fallback, least, bound, example, meaning);
    }

    /** Returns the setting with an example, which the documents show if there is no default. */
    Setting<T> example(String value) {
        return new Setting<>(name, kind, fallback, least, most, value, meaning);
    }

    /** Returns the setting under another name and with another default, for one source. */
    public Setting<T> named(String other, @Nullable String itsFallback) {
        return new Setting<>(other, kind, itsFallback, least, most, example, meaning);
    }

    /** Returns the setting with these words as its only values. */
    public Setting<String> choices(Kind<String> words) {
        return new Setting<>(name, words, fallback, null, null, example, meaning);
    }

    /**
     * Reads a value.
     *
     * @param text the value, not blank
     * @throws IllegalArgumentException if the value is wrong; the message has the name, the value, and what it must be with its unit
     */
    public T read(String text) {
        T value = kind.read(name, text);
        if (least != null && compare(value, least) < 0) {
            throw Kind.wrong(name, text, "it must be at least " + least);
        }
        if (most != null && compare(value, most) > 0) {
            throw Kind.wrong(name, text, "it must be at most " + most);
        }
        return value;
    }

    @SuppressWarnings("unchecked")
    private int compare(T value, String bound) {
        return ((Comparable<T>) value).compareTo(kind.read(name, bound));
    }

    /** Returns the name as users write it. */
    public String name() {
        return name;
    }

    /** Returns the kind of its values. */
    public Kind<T> kind() {
        return kind;
    }

    /** Returns the default as text; null if there is none, or if it depends on other values, which {@link #meaning()} explains. */
    public @Nullable String fallback() {
        return fallback;
    }

    /**
     * Returns the default.
     *
     * @throws IllegalStateException if there is none
     */
    public T usual() {
        T usual = ifUsual();
        if (usual == null) {
            throw new IllegalStateException(name + " has no default");
        }
        return usual;
    }

    /** Returns the default; null if there is none. */
    @Nullable
    T ifUsual() {
        return fallback == null ? null : fallback.isEmpty() ? kind.empty() : read(fallback);
    }

    /** Returns the lower bound as text; null if there is none. */
    public @Nullable String least() {
        return least;
    }

    /** Returns the upper bound as text; null if there is none. */
    public @Nullable String most() {
        return most;
    }

    /** Returns an example for documents; null if there is none. */
    public @Nullable String example() {
        return example;
    }

    /** Returns sentences that describe the setting. */
    public String meaning() {
        return meaning;
    }

    /** Returns the environment variable that sets it. */
    public String variable() {
        return variable(name);
    }

    /** Returns the environment variable of a setting, by Camel's rule. */
    static String variable(String name) {
        return name.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Override
    public String toString() {
        return name;
    }
}
