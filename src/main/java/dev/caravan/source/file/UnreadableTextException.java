package dev.caravan.source.file;

import java.io.IOException;

/** A file whose content cannot be cut into lines: any byte of UTF-16 may look like a newline, and every second one is 0. */
final class UnreadableTextException extends IOException {

    private static final long serialVersionUID = 1L;

    private UnreadableTextException(String message) {
        super(message);
    }

    /** Checks the first bytes of a file. */
    static void check(String path, byte[] bytes, int n) throws UnreadableTextException {
        if (n < 2) {
            return;
        }
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (first == 0xff && second == 0xfe || first == 0xfe && second == 0xff) {
            throw new UnreadableTextException(path + " is UTF-16 text, which is not read: configure its program to write UTF-8");
        }
    }
}
