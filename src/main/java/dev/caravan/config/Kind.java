package dev.caravan.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kind of a setting's values: reads them from text, and describes them for documents and messages. Immutable.
 *
 * @param <T> Java type of the values
 */
public final class Kind<T> {

    /** Any text, spaces at its beginning or end included. */
    public static final Kind<String> TEXT = new Kind<>("text", List.of(), (name, text) -> text);
    /** A text without spaces at its beginning or end. */
    public static final Kind<String> NAME = new Kind<>("text", List.of(), (name, text) -> text);
    /** {@code 60s}, {@code 500ms}, {@code 1m30s}; a plain number is in milliseconds. */
    public static final Kind<Duration> DURATION = new Kind<>("duration", List.of(),
        (name, text) -> Duration.ofMillis(Units.millis(name, text)));
    /** In bytes: {@code 8MiB}, {@code 512k}; a plain number is in bytes. */
    public static final Kind<Long> SIZE = new Kind<>("size", List.of(), Units::bytes);
    /** {@code true} or {@code false}. */
    public static final Kind<Boolean> SWITCH = new Kind<>("true or false", List.of("true", "false"),
        (name, text) -> Boolean.valueOf(text));
    /** A whole number. */
    public static final Kind<Integer> NUMBER = new Kind<>("number", List.of(), Kind::number);
    /** A path, relative to the working directory or absolute. */
    public static final Kind<Path> PATH = new Kind<>("path", List.of(), Kind::path);
    /** A time zone, {@code Europe/Berlin}, {@code UTC} or {@code +02:00}. */
    public static final Kind<ZoneId> ZONE = new Kind<>("time zone", List.of(), Kind::zone);

    private final String words;
    private final List<String> choices;
    private final Reader<T> reader;

    /** A reader of a text. */
    private interface Reader<T> {
        /** @throws IllegalArgumentException if the text is wrong; the message begins with the name */
        T read(String name, String text);
    }

    private Kind(String words, List<String> choices, Reader<T> reader) {
        this.words = words;
        this.choices = choices;
        this.reader = reader;
    }

    /** Returns the kind whose values are these words. */
    public static Kind<String> oneOf(List<String> choices) {
        return new Kind<>(or(choices), choices, (name, text) -> text);
    }

    /**
     * Reads a value.
     *
     * @param name name of the setting, for the message
     * @param text the value, not blank
     * @throws IllegalArgumentException if the value is wrong; the message has the name, the value, and what it must be
     */
    public T read(String name, String text) {
        if (!isFree() && !text.equals(text.strip())) {
            throw wrong(name, text, "it has a space at its beginning or end; leave it out");
        }
        if (!choices.isEmpty() && !choices.contains(text)) {
            throw wrong(name, text, "it must be " + or(choices));
        }
        return reader.read(name, text);
    }

    /** Reports whether every text is a valid value, spaces at its beginning or end included. */
    boolean isFree() {
        return this == TEXT;
    }

    /** Returns the value of an empty text; null if an empty text is no value. */
    @SuppressWarnings("unchecked")
    @Nullable
    T empty() {
        return isFree() || this == NAME ? (T) "" : null;
    }

    /** Returns the kind's name for documents: {@code duration}, or its words. */
    public String words() {
        return words;
    }

    /** Returns the valid words; empty if the kind has no list of them. */
    public List<String> choices() {
        return choices;
    }

    static IllegalArgumentException wrong(String name, String text, String why) {
        return new IllegalArgumentException(name + " is \"" + text + "\": " + why);
    }

    private static String or(List<String> choices) {
        int last = choices.size() - 1;
        return last == 0 ? choices.get(0) : String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
    }

    private static int number(String name, String text) {
        if (!text.matches("-?[0-9]{1,9}")) {
            throw wrong(name, text, "it must be a whole number");
        }
        return Integer.parseInt(text);
    }

    private static Path path(String name, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw wrong(name, text, "it must be a path (" + e.getReason() + ")");
        }
    }

    private static ZoneId zone(String name, String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw wrong(name, text, "it must be a zone, like Europe/Berlin, UTC or +02:00");
        }
    }
}
