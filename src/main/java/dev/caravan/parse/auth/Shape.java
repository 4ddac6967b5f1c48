package dev.caravan.parse.auth;

import dev.caravan.parse.core.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a program writes a message: its own words, with slots for what differs.
 *
 * <pre>{user:client} from {address} port {port} ssh2</pre>
 *
 * <p>{@code {rest}} at the end stands for anything. Immutable.
 */
final class Shape {

    private static final String REST = "{rest}";

    private final String begin;
    private final Slot[] slots;
    /** What stands behind each slot; empty behind one that reaches to the end. */
    private final String[] after;
    private final byte[] beginBytes;
    private final byte[][] afterBytes;
    private final boolean rest;

    private Shape(String begin, Slot[] slots, String[] after, boolean rest) {
        this.begin = begin;
        this.slots = slots;
        this.after = after;
        this.beginBytes = begin.getBytes(StandardCharsets.US_ASCII);
        this.afterBytes = new byte[after.length][];
        for (int i = 0; i < after.length; i++) {
            afterBytes[i] = after[i].getBytes(StandardCharsets.US_ASCII);
        }
        this.rest = rest;
    }

    static Shape of(String text) {
        boolean rest = text.endsWith(REST);
        String body = rest ? text.substring(0, text.length() - REST.length()) : text;
        List<Slot> slots = new ArrayList<>();
        List<String> after = new ArrayList<>();
        int open = body.indexOf('{');
        String begin = open < 0 ? body : body.substring(0, open);
        while (open >= 0) {
            int close = body.indexOf('}', open);
            int next = body.indexOf('{', close);
            slots.add(Slot.of(body.substring(open + 1, close)));
            after.add(body.substring(close + 1, next < 0 ? body.length() : next));
            open = next;
        }
        for (int i = 0; i < after.size() - (rest ? 0 : 1); i++) {
            if (after.get(i).isEmpty()) {
                throw new IllegalArgumentException("a slot without an end: " + text);
            }
        }
        return new Shape(begin, slots.toArray(Slot[]::new), after.toArray(String[]::new), rest);
    }

    /**
     * Adds all ways in which the bytes in [from, to) can be read so.
     *
     * @param cut the message may have gone on behind {@code to}: nothing is read from its end
     */
    void read(byte[] b, int from, int to, boolean cut, Reading reading) {
        if (isAt(beginBytes, b, from, to)) {
            read(b, 0, from + beginBytes.length, to, cut, reading);
        }
    }

    private static boolean isAt(byte[] text, byte[] b, int from, int to) {
        return to - from >= text.length && Arrays.equals(b, from, from + text.length, text, 0, text.length);
    }

    private void read(byte[] b, int i, int at, int to, boolean cut, Reading reading) {
        if (i == slots.length) {
            if (rest || at == to && !cut) {
                reading.fits();
            }
            return;
        }
        Slot slot = slots[i];
        String end = after[i];
        boolean last = i == slots.length - 1 && !rest;
        if (last) {
            int stop = to - end.length();
            if (stop >= at && (!cut || slot.kind() == Slot.Kind.KEY) && isAt(afterBytes[i], b, stop, to)
                && slot.holds(b, at, stop) && slot.take(b, at, stop, cut, reading)) {
                reading.fits();
                slot.untake(reading);
            }
            return;
        }
        if (slot.end() == end.charAt(0)) {
            // It ends at the first byte that cannot be in it.
            int stop = Ascii.indexOf(b, at, to, slot.end());
            if (stop >= 0 && isAt(afterBytes[i], b, stop, to) && reading.tryAgain() && slot.take(b, at, stop, false, reading)) {
                read(b, i + 1, stop + end.length(), to, cut, reading);
                slot.untake(reading);
            }
            return;
        }
        int checked = at;
        for (int stop = Ascii.find(b, at, to, end); stop >= 0; stop = Ascii.find(b, stop + 1, to, end)) {
            if (!slot.holds(b, checked, stop) || !reading.tryAgain()) {
                return;
            }
            checked = stop;
            if (slot.take(b, at, stop, false, reading)) {
                read(b, i + 1, stop + end.length(), to, cut, reading);
                slot.untake(reading);
            }
        }
    }

    /** Whether a message can begin with this letter. */
    boolean mayBegin(int letter) {
        if (!begin.isEmpty()) {
            return begin.charAt(0) == letter;
        }
        return slots.length == 0 || !slots[0].kind().isNumber() || letter >= '0' && letter <= '9';
    }
}
