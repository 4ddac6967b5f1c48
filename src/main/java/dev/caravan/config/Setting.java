package dev.caravan.config;

import org.jspecify.annotations.Nullable;

/**
 * The one declaration of a setting. What is read and checked, the comments in {@code application.properties} and
 * {@code docs/settings.md} come from it. To add one, declare it in {@link Catalog}, and read it with
 * {@link Settings#get(Setting)}. Immutable.
 *
 * @param <T> type of its values in Java
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
     * A setting.
     *
     * @param fallback its default, as people would write it; null for none
     * @param meaning  in sentences, the first one for lists
     */
    public static <T> Setting<T> of(String name, Kind<T> kind, @Nullable String fallback, String meaning) {
        return new Setting<>(name, kind, fallback, null, null, null, meaning);
    }

    /** The same, with a lower bound, as people would write it. */
    Setting<T> atLeast(String bound) {
        return new Setting<>(name, kind, fallback, bound, most, example, meaning);
    }

    /** The same, with an upper bound, as people would write it. */
    Setting<T> atMost(String bound) {
        return new Setting<>(name, kind, fallback, least, bound, example, meaning);
    }

    /** The same, with a value to show where there is no default. */
    Setting<T> example(String value) {
        return new Setting<>(name, kind, fallback, least, most, value, meaning);
    }

    /** The same under another name, for one source. */
    public Setting<T> named(String other, @Nullable String itsFallback) {
        return new Setting<>(other, kind, itsFallback, least, most, example, meaning);
    }

    /** The same with only these words as values. */
    public Setting<String> choices(Kind<String> words) {
        return new Setting<>(name, words, fallback, null, null, example, meaning);
    }

    /**
     * Reads a value.
     *
     * @param text not blank
     * @throws IllegalArgumentException it is wrong; the message has name, value, and what it must be with its unit
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

    /** As it is written. */
    public String name() {
        return name;
    }

    /** What its values are. */
    public Kind<T> kind() {
        return kind;
    }

    /** Its default as text; null for none, or one that depends on other things, which {@link #meaning()} tells. */
    public @Nullable String fallback() {
        return fallback;
    }

    /**
     * Its default.
     *
     * @throws IllegalStateException it has none
     */
    public T usual() {
        T usual = ifUsual();
        if (usual == null) {
            throw new IllegalStateException(name + " has no default");
        }
        return usual;
    }

    /** Its default; null for none. */
    @Nullable
    T ifUsual() {
        return fallback == null ? null : fallback.isEmpty() ? kind.empty() : read(fallback);
    }

    /** Lower bound as text; null for none. */
    public @Nullable String least() {
        return least;
    }

    /** Upper bound as text; null for none. */
    public @Nullable String most() {
        return most;
    }

    /** A value to show where there is no default; null for none. */
    public @Nullable String example() {
        return example;
    }

    /** What it does, in sentences. */
    public String meaning() {
        return meaning;
    }

    /** Name of the environment variable that sets it. */
    public String variable() {
        return variable(name);
    }

    /** Name of the environment variable for a setting, as Camel makes it. */
    static String variable(String name) {
        return name.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    @Override
    public String toString() {
        return name;
    }
}
