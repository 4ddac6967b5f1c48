package dev.caravan.transform;

import java.io.ByteArrayOutputStream;

/** The result of an action on the lines of a block. An action drops a line by passing it to no method. */
public final class Edited {

    final Bytes kept;
    final Bytes diverted = new Bytes(0);
    int keptLines;
    int divertedLines;

    Edited(int length) {
        kept = new Bytes(length);
    }

    /** Keeps the line unchanged. */
    public void keep(TextLine line) {
        line.writeTo(kept);
        keptLines++;
    }

    /** Keeps a changed line, given without its newline. */
    public void keep(byte[] line) {
        kept.writeBytes(line);
        kept.write('\n');
        keptLines++;
    }

    /** Sends the line to the action's other output. */
    public void divert(TextLine line) {
        line.writeTo(diverted);
        divertedLines++;
    }

    static final class Bytes extends ByteArrayOutputStream {

        Bytes(int size) {
            super(size);
        }

        byte[] array() {
            return buf;
        }
    }
}
