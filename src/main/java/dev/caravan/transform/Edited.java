package dev.caravan.transform;

import java.io.ByteArrayOutputStream;

/** What an action makes of the lines of one block. A line that is given to none of its methods is dropped. */
public final class Edited {

    final Bytes kept;
    final Bytes diverted = new Bytes(0);
    int keptLines;
    int divertedLines;

    Edited(int length) {
        kept = new Bytes(length);
    }

    /** The line stays as it is. */
    public void keep(TextLine line) {
        line.writeTo(kept);
        keptLines++;
    }

    /** Another line in its place. */
    public void keep(byte[] line) {
        kept.writeBytes(line);
        kept.write('\n');
        keptLines++;
    }

    /** The line goes to the action's other output. */
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
