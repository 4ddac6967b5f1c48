package dev.caravan.parse.core;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.caravan.pipeline.Bytes;

/** A field name as it stands in a record behind another field: {@code ,"name":}. Encoded once. */
final class FieldName extends SerializedString {

    private static final long serialVersionUID = 1;

    /** Its length is a multiple of eight, and 16 at least. */
    private final transient byte[] text;
    private final transient int length;

    FieldName(String name) {
        super(name);
        byte[] quoted = UnicodeLineEnds.escaped(asQuotedUTF8());
        length = quoted.length + 4;
        text = new byte[Math.max(16, (length + 7) / 8 * 8)];
        text[0] = ',';
        text[1] = '"';
        System.arraycopy(quoted, 0, text, 2, quoted.length);
        text[length - 2] = '"';
        text[length - 1] = ':';
    }

    /** Bytes with the comma and the colon. */
    int length() {
        return length;
    }

    /** Bytes that {@link #copyTo} may write, those behind the name among them. */
    int room() {
        return text.length;
    }

    void copyTo(byte[] target, int at) {
        Bytes.copyByEight(text, length, target, at);
    }
}
