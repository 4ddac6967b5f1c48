package dev.caravan.parse.web;

import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.core.Rfc3339;
import dev.caravan.parse.web.LogFormat.Element;
import dev.caravan.parse.web.LogFormat.Escape;
import dev.caravan.parse.web.LogFormat.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the values of a line that a {@link LogFormat} describes. A client chooses what stands in most of them, with spaces and
 * quotes where the server escapes none; a line that can be read in two ways gives no values at all. Used by one thread at a time.
 */
final class LogFormatReader {

    /** Places that are looked at before a line is given up, whose values hold what separates them over and over. */
    private static final int MAX_PLACES = 20_000;

    private final List<Element> elements;
    private final Escape escape;
    private byte[] b = new byte[0];
    private int to;
    private int places;
    /** Ends of the values of variables, by element and where it begins; -1 where nothing fits, -2 where two ends do. */
    private final Map<Long, Integer> ends = new HashMap<>();

    LogFormatReader(LogFormat format) {
        this.elements = format.elements();
        this.escape = format.escape();
    }

    /**
     * The begins and ends of all elements, two numbers each.
     *
     * @throws RefusedLineException the line has another format, or can be read in more than one way
     */
    int[] read(byte[] bytes, int from, int end) throws RefusedLineException {
        b = bytes;
        to = end;
        places = 0;
        ends.clear();
        int[] found = new int[elements.size() * 2];
        int at = from;
        for (int i = 0; i < elements.size(); i++) {
            int next = end(i, at);
            if (next == -2) {
                throw new RefusedLineException("the line can be read in two ways: " + elements.get(i).field()
                    + " holds what stands between values; put it into quotes in the server's format");
            }
            if (next < 0) {
                throw new RefusedLineException("not the format that logFormat says: "
                    + (elements.get(i).isLiteral() ? "a text is missing" : "no value of " + elements.get(i).field()));
            }
            found[2 * i] = at;
            found[2 * i + 1] = next;
            at = next;
        }
        if (at < to) {
            throw new RefusedLineException("not the format that logFormat says: something follows");
        }
        return found;
    }

    /** Where element {@code i} ends if it begins there and the rest of the line fits; -1, -2 as in {@link #ends}. */
    private int end(int i, int at) throws RefusedLineException {
        Element element = elements.get(i);
        if (element.isLiteral()) {
            return Ascii.starts(b, at, to, element.text()) ? at + element.text().length() : -1;
        }
        if (i == elements.size() - 1) {
            return fits(element.kind(), at, to) ? to : -1;
        }
        String next = elements.get(i + 1).text();
        boolean quoted = escape == Escape.BACKSLASH && next.startsWith("\"") && i > 0 && elements.get(i - 1).text().endsWith("\"");
        if (quoted) {
            int quote = closing(at);
            return quote >= 0 && fits(element.kind(), at, quote) ? quote : -1;
        }
        if (element.kind() == Kind.WORD || element.kind() == Kind.NUMBER || element.kind() == Kind.DECIMAL) {
            int word = Ascii.find(b, at, to, next);
            return word >= 0 && fits(element.kind(), at, word) ? word : -1;
        }
        Integer known = ends.get((long) i << 32 | at);
        if (known == null) {
            known = search(i, at, next);
            ends.put((long) i << 32 | at, known);
        }
        return known;
    }

    private int search(int i, int at, String next) throws RefusedLineException {
        int found = -1;
        for (int stop = Ascii.find(b, at, to, next); stop >= 0; stop = Ascii.find(b, stop + 1, to, next)) {
            if (++places > MAX_PLACES) {
                throw new RefusedLineException("the line can be read in too many ways");
            }
            if (fits(elements.get(i).kind(), at, stop)) {
                int rest = rest(i + 1, stop);
                if (rest == -2 || rest >= 0 && found >= 0) {
                    return -2;
                }
                found = rest >= 0 ? stop : found;
            }
        }
        return found;
    }

    /** Whether all elements from {@code i} on fit: not negative if they do, in one way. */
    private int rest(int i, int from) throws RefusedLineException {
        int at = from;
        for (int k = i; k < elements.size(); k++) {
            at = end(k, at);
            if (at < 0) {
                return at;
            }
        }
        return at == to ? at : -1;
    }

    private int closing(int from) {
        for (int i = from; i < to; i++) {
            if (b[i] == '\\') {
                i++;
            } else if (b[i] == '"') {
                return i;
            }
        }
        return -1;
    }

    private boolean fits(Kind kind, int from, int end) {
        return switch (kind) {
            case TEXT, REQUEST -> true;
            case WORD -> end > from && Ascii.indexOf(b, from, end, ' ') < 0 && Ascii.indexOf(b, from, end, ',') < 0;
            case NUMBER -> Ascii.is(b, from, end, "-") || Ascii.number(b, from, end) >= 0;
            case DECIMAL -> Ascii.is(b, from, end, "-") || isDecimal(from, end);
            case TIME_UNIX -> isDecimal(from, end);
            case TIME_LOCAL -> end - from == AccessTime.LENGTH - 3;
            case TIME_ISO8601 -> Rfc3339.end(b, from, end) == end;
        };
    }

    private boolean isDecimal(int from, int end) {
        int point = Ascii.indexOf(b, from, end, '.');
        return Ascii.number(b, from, point < 0 ? end : point) >= 0 && (point < 0 || Ascii.number(b, point + 1, end) >= 0);
    }
}
