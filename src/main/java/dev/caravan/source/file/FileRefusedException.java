package dev.caravan.source.file;

import java.io.IOException;

/** A file is not read because others could have put it there. The message is a sentence for people, and was already logged. */
final class FileRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    FileRefusedException(String message) {
        super(message);
    }
}
