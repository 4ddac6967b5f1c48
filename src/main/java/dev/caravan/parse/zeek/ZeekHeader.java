package dev.caravan.parse.zeek;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.RecordWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The header of a Zeek log in TSV: the lines before the first record, as Zeek's LogAscii writer prints them (Zeek
 * documentation, "Log Files", and src/logging/writers/ascii/Ascii.cc). Immutable. Its {@link #text()} is what is kept
 * between blocks and restarts.
 */
final class ZeekHeader {

    private static final Set<String> KEPT = Set.of("separator", "set_separator", "empty_field", "unset_field", "fields",
        "types");

    private final String text;
    private byte[] separator = {'\t'};
    private byte[] setSeparator = {','};
    private byte[] empty = bytes("(empty)");
    private byte[] unset = bytes("-");
    private final List<SerializableString> names = new ArrayList<>();
    private final List<String> types = new ArrayList<>();
    private @Nullable String problem;

    /** @param text header lines, each with its newline; null for none */
    ZeekHeader(@Nullable String text) {
        this.text = text == null ? "" : text;
        this.text.lines().forEach(this::read);
        if (names.isEmpty()) {
            problem = "no #fields line came before it";
        } else if (names.size() != types.size()) {
            problem = "the #fields and #types lines before it do not fit";
        } else if (new HashSet<>(names.stream().map(SerializableString::getValue).toList()).size() < names.size()) {
            problem = "the #fields line before it names a field twice";
        }
    }

    /** This header and one more line: {@code #separator} begins a new one, {@code #close} and others say nothing. */
    ZeekHeader with(String line) {
        String key = key(line, separatorText());
        if (!KEPT.contains(key)) {
            return this;
        }
        if (key.equals("separator")) {
            return new ZeekHeader(line + "\n");
        }
        StringBuilder all = new StringBuilder();
        this.text.lines().filter(old -> !key(old, separatorText()).equals(key)).forEach(old -> all.append(old).append('\n'));
        return new ZeekHeader(all.append(line).append('\n').toString());
    }

    private String separatorText() {
        return new String(separator, StandardCharsets.UTF_8);
    }

    private static String key(String line, String separator) {
        int end = line.startsWith("#separator ") ? 10 : line.indexOf(separator);
        return end < 1 ? "" : line.substring(1, end);
    }

    private void read(String line) {
        String key = key(line, separatorText());
        int separatorLength = key.equals("separator") ? 1 : separatorText().length();
        String value = line.substring(Math.min(line.length(), key.length() + 1 + separatorLength));
        switch (key) {
            case "separator" -> separator = unescaped(value, separator);
            case "set_separator" -> setSeparator = unescaped(value, setSeparator);
            case "empty_field" -> empty = bytes(value);
            case "unset_field" -> unset = bytes(value);
            case "fields" -> split(value).forEach(name -> names.add(RecordWriter.name(name)));
            case "types" -> types.addAll(split(value));
            default -> {
            }
        }
    }

    private List<String> split(String value) {
        return List.of(value.split(java.util.regex.Pattern.quote(separatorText()), -1));
    }

    /** A separator, which may be several bytes; they stand escaped in the header and as they are in the lines. */
    private static byte[] unescaped(String value, byte[] otherwise) {
        byte[] bytes = bytes(value);
        int n = ZeekValue.unescape(bytes, 0, bytes.length, bytes);
        return n > 0 ? java.util.Arrays.copyOf(bytes, n) : otherwise;
    }

    /** Index of the first separator in [from, to), or -1. */
    static int indexOf(byte[] b, int from, int to, byte[] separator) {
        int last = to - separator.length;
        for (int i = Ascii.indexOf(b, from, to, separator[0]); i >= 0 && i <= last; i = Ascii.indexOf(b, i + 1, to, separator[0])) {
            if (separator.length == 1 || java.util.Arrays.equals(b, i, i + separator.length, separator, 0, separator.length)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Why no record can be read with it; null when records can. */
    @Nullable
    String problem() {
        return problem;
    }

    String text() {
        return text;
    }

    int fields() {
        return names.size();
    }

    SerializableString name(int field) {
        return names.get(field);
    }

    String type(int field) {
        return types.get(field);
    }

    byte[] separator() {
        return separator;
    }

    byte[] setSeparator() {
        return setSeparator;
    }

    boolean isUnset(byte[] b, int from, int to) {
        return same(unset, b, from, to);
    }

    boolean isEmpty(byte[] b, int from, int to) {
        return same(empty, b, from, to);
    }

    private static boolean same(byte[] value, byte[] b, int from, int to) {
        return java.util.Arrays.equals(value, 0, value.length, b, from, to);
    }
}
