package dev.caravan.parse.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The format of an access log as its server's configuration has it: texts and variables in turn. Immutable.
 *
 * @param elements what a line is made of
 * @param escape   what the server does with quotes, backslashes and control characters in values
 */
public record LogFormat(List<Element> elements, Escape escape) {

    /** What a server does with characters in values that would end them. */
    enum Escape {
        /** A backslash before quotes and backslashes, {@code \xHH} for other bytes. */
        BACKSLASH,
        /** As JSON wants it: the line is a JSON object. */
        JSON,
        /** Nothing: values are as the client sent them. */
        NONE
    }

    /** What a value looks like. */
    enum Kind { TEXT, WORD, NUMBER, DECIMAL, TIME_LOCAL, TIME_ISO8601, TIME_UNIX, REQUEST }

    /**
     * A part of a line.
     *
     * @param text  what stands there; empty for a variable
     * @param field name of the variable's field; empty for a text
     * @param kind  of the variable
     */
    record Element(String text, String field, Kind kind) {

        static Element literal(String text) {
            return new Element(text, "", Kind.TEXT);
        }

        static Element variable(String field, Kind kind) {
            return new Element("", field, kind);
        }

        boolean isLiteral() {
            return field.isEmpty();
        }
    }

    /** Refuses what cannot be read back: two variables side by side, a field twice, no variable at all. */
    public LogFormat {
        elements = join(elements);
        Set<String> fields = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            Element element = elements.get(i);
            if (!element.isLiteral()) {
                if (i > 0 && !elements.get(i - 1).isLiteral()) {
                    throw new IllegalArgumentException("nothing stands between " + elements.get(i - 1).field() + " and "
                        + element.field() + ", so it is not clear where one ends");
                }
                if (!fields.add(element.field())) {
                    throw new IllegalArgumentException("the value of " + element.field() + " is there twice");
                }
            }
        }
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("it has no variable, such as $remote_addr or %h");
        }
    }

    private static List<Element> join(List<Element> elements) {
        List<Element> joined = new ArrayList<>();
        for (Element element : elements) {
            Element last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (element.isLiteral() && last != null && last.isLiteral()) {
                joined.set(joined.size() - 1, Element.literal(last.text() + element.text()));
            } else if (!element.isLiteral() || !element.text().isEmpty()) {
                joined.add(element);
            }
        }
        return List.copyOf(joined);
    }

    /** Whether a field of this name is in it. */
    boolean has(String field) {
        return elements.stream().anyMatch(e -> !e.isLiteral() && e.field().equals(field));
    }

    /**
     * The format that a text of nginx's {@code log_format} or Apache's {@code LogFormat} describes.
     *
     * @param text the format alone, or the whole directive; {@code combined}, {@code main} and {@code common} are known by name
     * @throws IllegalArgumentException it cannot be understood; the message says what of it
     */
    public static LogFormat of(String text) {
        String trimmed = text.trim();
        return trimmed.matches("(?s)(?i:LogFormat\\s).*") || !trimmed.contains("$") && trimmed.contains("%")
            ? ApacheLogFormat.read(trimmed) : NginxLogFormat.read(trimmed);
    }
}
