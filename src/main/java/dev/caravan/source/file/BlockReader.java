package dev.caravan.source.file;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.Bytes;
import dev.caravan.pipeline.BlockSource;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.state.Ledger;
import dev.caravan.state.PositionAcknowledger;
import dev.caravan.state.FileCheckpoint;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Cuts the next block of whole lines from a file. Keeps one buffer, so a block is valid until the next one is read. */
final class BlockReader {

    /** The file is not the one that was read so far: it was truncated, and perhaps written again. */
    static final class Replaced extends IOException {
        private static final long serialVersionUID = 1L;

        Replaced(String message) {
            super(message);
        }
    }

    /**
     * Allows one long line at a time in the process: its record may be many times as large (control characters take six bytes each in JSON,
     * a refused line is copied), and there may be any number of sources.
     */
    private static final Semaphore LONG_LINE = new Semaphore(1, true);
    private static final long WAIT_SECONDS = 10;

    private static final byte[] NONE = new byte[0];

    private final TailOptions options;
    private final Ledger ledger;
    private final SourceStats stats;
    private final @Nullable RecordBounds records;
    private final AtomicBoolean holdsLongLine = new AtomicBoolean();
    private byte[] buffer;

    BlockReader(TailOptions options, Ledger ledger, SourceStats stats) {
        this.options = options;
        this.ledger = ledger;
        this.stats = stats;
        this.records = options.records();
        this.buffer = usual();
    }

    private byte[] usual() {
        return new byte[Math.min(options.blockBytes(), options.maxLineBytes()) + 1];
    }

    /** Notes that the last block is not used any more. Thread-safe. */
    void endBlock() {
        if (holdsLongLine.compareAndSet(true, false)) {
            buffer = usual();
            LONG_LINE.release();
        }
    }

    private void growFor(FileCheckpoint from) throws IOException {
        try {
            if (!holdsLongLine.get() && !LONG_LINE.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("it has a long line, which waits until those of other sources are read: memory allows one at a time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at a long line of " + from.path());
        }
        holdsLongLine.set(true);
        int size = (int) Math.min(options.maxLineBytes(), (buffer.length - 1) * 4L) + 1;
        // The smaller buffer may be collected before the larger one is allocated.
        buffer = NONE;
        buffer = new byte[size];
    }

    /**
     * Reads on from the file's stored position. The file must be open.
     *
     * @param last whether the file gets no more bytes, so that the bytes after its last newline are a line
     * @return null if there is no whole line
     * @throws Replaced                the file was truncated
     * @throws UnreadableTextException the file cannot be cut into lines
     */
    @Nullable
    Block next(TrackedFile file, boolean last) throws IOException {
        endBlock();
        FileCheckpoint from = file.position();
        Content content = file.content();
        file.progress(ReadProgress.CAUGHT_UP);
        for (;;) {
            // One byte stays free for a newline that the last line of a file, or a piece, may lack.
            int room = buffer.length - 1;
            int n = content.read(from.offset(), buffer, 0, room);
            if (!content.isFinal()) {
                // Checked after reading: if the file is still the same now, it was the same when the bytes were read.
                check(file, from);
            }
            n = withoutRest(file, from, n);
            if (n == 0) {
                return null;
            }
            if (from.offset() == 0) {
                UnreadableTextException.check(from.path(), buffer, n);
            }
            // If the file grows or is damaged, the bytes after the last newline are not a line yet.
            boolean end = last && n < room && content.broken() == null
                && (content.isFinal() || from.offset() + n <= file.seenSize());
            if (from.midLine()) {
                return piece(file, from, n, end);
            }
            int lines = lastNewline(n);
            int whole = end || records == null || file.quietFor() > options.recordWait().toNanos() ? lines
                : records.lastStart(buffer, lines);
            if (whole > 0) {
                return make(file, from, whole, false);
            }
            if (n < room) {
                file.progress(lines > 0 ? ReadProgress.HELD : ReadProgress.CAUGHT_UP);
                return end ? lastLine(file, from, n, false) : unfinished(content);
            }
            if (room >= options.maxLineBytes()) {
                // A record that is too long is cut between its lines; a line that is too long is cut anywhere.
                return lines > 0 ? make(file, from, lines, false) : cut(file, from, n);
            }
            growFor(from);
        }
    }

    /**
     * Cuts off NULs at the end, if they reach to the end of the file: a program that maps its log into memory allocates it beforehand, and
     * lines will replace them. NULs before data are data: a writer without {@code O_APPEND} leaves them where its log was truncated.
     */
    private int withoutRest(TrackedFile file, FileCheckpoint from, int n) throws IOException {
        file.dataEnd(-1);
        Content content = file.content();
        if (n == 0 || buffer[n - 1] != 0 || content.isFinal()) {
            return n;
        }
        byte[] last = new byte[1];
        if (n == buffer.length - 1 && content.read(content.size() - 1, last, 0, 1) == 1 && last[0] != 0) {
            return n;
        }
        int data = n;
        while (data > 0 && buffer[data - 1] == 0) {
            data--;
        }
        file.dataEnd(from.offset() + data);
        return data;
    }

    private @Nullable Block unfinished(Content content) throws IOException {
        IOException broken = content.broken();
        if (broken != null) {
            throw broken;
        }
        // A line without an end is no sign of a stuck source.
        stats.advanced();
        return null;
    }

    private void check(TrackedFile file, FileCheckpoint from) throws IOException {
        // With the size that it had before it was read: it may have been truncated since.
        if (!Fingerprint.isStill(from.withSize(Math.max(from.size(), file.seenSize())), file.content())) {
            throw new Replaced(from.path() + " was truncated");
        }
    }

    private @Nullable Block piece(TrackedFile file, FileCheckpoint from, int n, boolean end) throws IOException {
        int newline = Bytes.indexOf(buffer, 0, n, '\n');
        if (newline >= 0) {
            return make(file, from, newline + 1, true);
        }
        if (n == buffer.length - 1) {
            return cut(file, from, n);
        }
        return end ? lastLine(file, from, n, true) : unfinished(file.content());
    }

    /**
     * Cuts a piece of a line. It gets a newline, so that no other line follows in the same line. The last byte is left for the next piece,
     * which could otherwise be nothing but the line's newline.
     */
    private Block cut(TrackedFile file, FileCheckpoint from, int n) throws IOException {
        FileCheckpoint after = after(file, from, n - 1, true);
        buffer[n - 1] = '\n';
        return make(from, after, n, true);
    }

    private Block lastLine(TrackedFile file, FileCheckpoint from, int n, boolean piece) throws IOException {
        FileCheckpoint after = after(file, from, n, false);
        buffer[n] = '\n';
        return make(from, after, n + 1, piece);
    }

    private Block make(TrackedFile file, FileCheckpoint from, int length, boolean piece) throws IOException {
        return make(from, after(file, from, length, false), length, piece);
    }

    private Block make(FileCheckpoint from, FileCheckpoint after, int length, boolean piece) {
        int lines = newlines(length);
        stats.count(SourceStats.Event.LINES_READ, lines);
        stats.count(SourceStats.Event.BYTES_READ, after.offset() - from.offset());
        BlockSource origin = new BlockSource(options.source(), from.path(), from.offset(), Instant.now(), options.host(), piece);
        return Block.raw(origin, new PositionAcknowledger(ledger, from.offset(), after), buffer, length, lines);
    }

    private FileCheckpoint after(TrackedFile file, FileCheckpoint from, int length, boolean midLine) throws IOException {
        long offset = from.offset() + length;
        Content content = file.content();
        if (content.isFinal()) {
            // The bytes before the block could be read only by unpacking them again.
            int before = Math.min(Fingerprint.BEFORE, length);
            int head = from.offset() > 0 ? 0 : Math.min(Fingerprint.HEAD, length);
            FileCheckpoint after = from.at(offset, before, Fingerprint.hash(buffer, length - before, before), midLine);
            return head == 0 ? after : after.withHead(head, Fingerprint.hash(buffer, 0, head));
        }
        int before = (int) Math.min(Fingerprint.BEFORE, offset);
        FileCheckpoint after = from.at(offset, before, Fingerprint.hash(bytes(file, from, offset - before, before), 0, before),
            midLine);
        int head = (int) Math.min(Fingerprint.HEAD, offset);
        return from.headLength() >= head ? after
            : after.withHead(head, Fingerprint.hash(bytes(file, from, 0, head), 0, head));
    }

    /**
     * Returns bytes of the file up to the end of the block. Takes them from the block where possible, because the file may have been
     * truncated since the block was read.
     */
    private byte[] bytes(TrackedFile file, FileCheckpoint from, long start, int length) throws IOException {
        byte[] bytes = new byte[length];
        int old = (int) Math.max(0, Math.min(length, from.offset() - start));
        System.arraycopy(buffer, (int) (start + old - from.offset()), bytes, old, length - old);
        if (old > 0) {
            file.content().read(start, bytes, 0, old);
            check(file, from);
        }
        return bytes;
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
        return Bytes.count(buffer, 0, length, '\n');
    }
}
