package dev.caravan.tail;

import dev.caravan.flow.Block;
import dev.caravan.flow.Origin;
import dev.caravan.flow.Receipt;
import dev.caravan.flow.SourceStats;
import dev.caravan.state.Ledger;
import dev.caravan.state.Position;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;

/** Cuts the next block of whole lines out of a file. Keeps one buffer, so a block is valid until the next is read. */
final class BlockReader {

    /** A file is not the one that was read so far: it was truncated, and maybe written again. */
    static final class Replaced extends IOException {
        private static final long serialVersionUID = 1L;

        Replaced(String message) {
            super(message);
        }
    }

    private final TailOptions options;
    private final Ledger ledger;
    private final SourceStats stats;
    private byte[] buffer;

    BlockReader(TailOptions options, Ledger ledger, SourceStats stats) {
        this.options = options;
        this.ledger = ledger;
        this.stats = stats;
        this.buffer = new byte[Math.min(options.blockBytes(), options.maxLineBytes()) + 1];
    }

    /**
     * Reads on from where the file's stored position is.
     *
     * @param last the file will get no more: what stands behind its last newline is a line
     * @return null when there is no whole line
     * @throws Replaced the file was truncated
     */
    Block next(FollowedFile file, boolean last) throws IOException {
        Position from = file.position();
        Content content = file.content();
        for (;;) {
            // One byte stays free for the newline that the last line of a file may lack.
            int room = buffer.length - 1;
            int n = content.read(from.offset(), buffer, 0, room);
            if (!content.isFinal()) {
                // Asked after reading: if it is still the same file now, it was when the bytes were read.
                check(from, content);
            }
            if (n == 0) {
                return null;
            }
            if (from.midLine()) {
                return piece(file, from, n, last && n < room);
            }
            int end = lastNewline(n);
            if (end > 0) {
                return block(file, from, end, false, false);
            }
            if (n < room) {
                return last ? lastLine(file, from, n, false) : null;
            }
            if (room >= options.maxLineBytes()) {
                return block(file, from, n, true, true);
            }
            buffer = new byte[(int) Math.min(options.maxLineBytes(), room * 4L) + 1];
        }
    }

    private void check(Position from, Content content) throws IOException {
        if (Fingerprint.compare(from, content) != Fingerprint.Match.SAME) {
            throw new Replaced(from.path() + " was truncated");
        }
    }

    private Block piece(FollowedFile file, Position from, int n, boolean last) throws IOException {
        for (int i = 0; i < n; i++) {
            if (buffer[i] == '\n') {
                return block(file, from, i + 1, true, false);
            }
        }
        if (n == buffer.length - 1) {
            return block(file, from, n, true, true);
        }
        return last ? lastLine(file, from, n, true) : null;
    }

    private Block lastLine(FollowedFile file, Position from, int n, boolean piece) throws IOException {
        Position after = after(file, from, n, false);
        buffer[n] = '\n';
        return make(file, from, after, n + 1, piece);
    }

    private Block block(FollowedFile file, Position from, int length, boolean piece, boolean midLine)
        throws IOException {
        return make(file, from, after(file, from, length, midLine), length, piece);
    }

    private Block make(FollowedFile file, Position from, Position after, int length, boolean piece) {
        int lines = piece ? (after.midLine() ? 0 : 1) : newlines(length);
        stats.count(SourceStats.Event.LINES_READ, lines);
        stats.count(SourceStats.Event.BYTES_READ, after.offset() - from.offset());
        Origin origin = new Origin(options.source(), from.path(), from.offset(), Instant.now(), options.host(), piece);
        return Block.raw(origin, new FileReceipt(from, after), buffer, length, lines);
    }

    private Position after(FollowedFile file, Position from, int length, boolean midLine) throws IOException {
        long offset = from.offset() + length;
        int before = (int) Math.min(Fingerprint.BEFORE, offset);
        byte[] bytes;
        if (length >= before) {
            bytes = Arrays.copyOfRange(buffer, length - before, length);
        } else if (file.content().isFinal()) {
            before = length;
            bytes = Arrays.copyOf(buffer, length);
        } else {
            bytes = new byte[before];
            before = file.content().read(offset - before, bytes, 0, before);
        }
        Position after = from.at(offset, before, Fingerprint.hash(bytes, 0, before), midLine);
        return file.content().isFinal() ? after : Fingerprint.withHead(after, file.content());
    }

    private int lastNewline(int n) {
        for (int i = n - 1; i >= 0; i--) {
            if (buffer[i] == '\n') {
                return i + 1;
            }
        }
        return 0;
    }

    private int newlines(int length) {
        int count = 0;
        for (int i = 0; i < length; i++) {
            count += buffer[i] == '\n' ? 1 : 0;
        }
        return count;
    }

    /** Moves the file's stored position when the block is in the open batch. */
    private final class FileReceipt implements Receipt {

        private final Position from;
        private Position after;

        FileReceipt(Position from, Position after) {
            this.from = from;
            this.after = after;
        }

        @Override
        public boolean isNext() {
            Position now = ledger.position(from.id());
            return now != null && now.offset() == from.offset();
        }

        @Override
        public void stored() {
            ledger.stored(after);
        }

        @Override
        public boolean canRepeat() {
            return true;
        }

        @Override
        public String parserState() {
            return after.parserState();
        }

        @Override
        public void parserState(String state) {
            after = after.withParserState(state);
        }
    }
}
