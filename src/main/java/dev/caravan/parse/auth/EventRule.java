package dev.caravan.parse.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a message of a program means. The event follows from the begin of the message, which cannot be cut off; the fields
 * from the first of its shapes that fits.
 *
 * @param begin   the first words of the message
 * @param event   what happened
 * @param outcome {@code success}, {@code failure}, or null
 * @param whole   the begin alone is not enough: one of the shapes must fit
 * @param joint   all shapes that fit count, not the first alone: each may be meant
 * @param shapes  how the message goes on behind its begin
 * @param user    a user that the begin implies, or null
 * @param words   the begin as bytes
 */
record EventRule(String begin, String event, @Nullable String outcome, boolean whole, boolean joint, Shape[] shapes, @Nullable String user,
    byte[] words) {

    static final String SUCCESS = "success";
    static final String FAILURE = "failure";

    /** A message that is known by its begin. */
    static EventRule on(String begin, String event, @Nullable String outcome, String... shapes) {
        return new EventRule(begin, event, outcome, false, false, shapes(shapes), null, bytes(begin));
    }

    /** A message that is known by its shape. */
    static EventRule whole(String begin, String event, @Nullable String outcome, String... shapes) {
        return new EventRule(begin, event, outcome, true, false, shapes(shapes), null, bytes(begin));
    }

    /** The same, about a user that the message does not name. */
    EventRule of(String user) {
        return new EventRule(begin, event, outcome, whole, joint, shapes, user, words);
    }

    /** The same; all shapes that fit count. */
    EventRule jointly() {
        return new EventRule(begin, event, outcome, whole, true, shapes, user, words);
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    private static Shape[] shapes(String... texts) {
        Shape[] shapes = new Shape[texts.length];
        for (int i = 0; i < texts.length; i++) {
            shapes[i] = Shape.of(texts[i]);
        }
        return shapes;
    }

    /** Whether such a message can begin with this letter. */
    boolean mayBegin(int letter) {
        if (!begin.isEmpty()) {
            return begin.charAt(0) == letter;
        }
        for (Shape shape : shapes) {
            if (shape.mayBegin(letter)) {
                return true;
            }
        }
        return shapes.length == 0;
    }

    /** Whether the message is this one; then its fields are in the reading. */
    boolean reads(byte[] b, int from, int to, boolean cut, Reading reading) {
        int at = from + words.length;
        if (at > to || !Arrays.equals(b, from, at, words, 0, words.length)) {
            return false;
        }
        reading.clear();
        for (int i = 0; i < shapes.length && (joint || !reading.isRead()); i++) {
            shapes[i].read(b, at, to, cut, reading);
        }
        boolean read = reading.isRead();
        if (reading.isExhausted()) {
            reading.clear();
        }
        return read || !whole;
    }
}
