package dev.caravan.source.journal;

import dev.caravan.pipeline.Block;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One process of journalctl, and its output. Never waits: output that is not printed yet comes with a later call. Memory holds one block
 * and one record; if nobody reads, journalctl waits at its pipe.
 *
 * <p>Not thread-safe, except for {@link #close()}.
 */
final class Follower implements AutoCloseable {

    private static final Place NOWHERE = new Place("", 0);

    /**
     * Lines of consecutive records.
     *
     * @param bytes   lines of JSON with their newlines
     * @param records number of lines
     * @param place   place of the last line
     * @param piece   whether this is one line, a piece of a record that is too long
     */
    record Lines(byte[] bytes, int records, Place place, boolean piece) {
    }

    private static final int BLOCK = 256 * 1024;
    private static final int BUFFER = 64 * 1024;
    private static final int MAX_SAID = 2000;

    private final Process process;
    private final InputStream out;
    private final InputStream err;
    private final Start start;
    private final OwnRecords own;
    private final String machine;
    private final RecordLine record;
    private final ExportReader reader;
    private final byte[] buffer = new byte[BUFFER];
    private final StringBuilder said = new StringBuilder();
    private int at;
    private int end;
    private boolean isFirst = true;
    private @Nullable Lines pending;
    private @Nullable String seen;

    /**
     * Takes over a process.
     *
     * @param process result of {@link Journalctl#follow}
     * @param start   where the process began
     * @param own     records that are left out
     * @param machine id of the machine whose records are taken; empty for all machines
     * @param record  makes the lines
     */
    Follower(Process process, Start start, OwnRecords own, String machine, RecordLine record) {
        this.process = process;
        this.out = process.getInputStream();
        this.err = process.getErrorStream();
        this.start = start;
        this.own = own;
        this.machine = machine;
        this.record = record;
        this.reader = new ExportReader(record);
    }

    /** Reports whether there may be something to read or to report. */
    boolean hasWork() throws IOException {
        return !process.isAlive() || hasMore() || err.available() > 0;
    }

    private boolean hasMore() throws IOException {
        return pending != null || at < end || out.available() > 0;
    }

    /**
     * Returns new records, up to {@value #BLOCK} bytes and one more line.
     *
     * @return null if there are none yet
     * @throws IOException the output cannot be parsed
     */
    @Nullable
    Lines next() throws IOException {
        if (pending != null) {
            Lines lines = pending;
            pending = null;
            return lines;
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        int records = 0;
        Place place = NOWHERE;
        while (lines.size() < BLOCK && fill()) {
            at = reader.read(buffer, at, end);
            if (!record.isReady()) {
                continue;
            }
            int piece = record.piece();
            Entry entry = record.entry();
            seen = record.isWhole() ? entry.cursor() : seen;
            if (!take(entry, piece)) {
                record.skip();
                continue;
            }
            Place now = new Place(entry.cursor(), record.isWhole() ? 0 : piece);
            byte[] line = record.take();
            if (piece > 0) {
                Lines alone = new Lines(line, 1, now, true);
                pending = records > 0 ? alone : null;
                return records > 0 ? new Lines(lines.toByteArray(), records, place, false) : alone;
            }
            lines.writeBytes(line);
            records++;
            place = now;
        }
        return records == 0 ? null : new Lines(lines.toByteArray(), records, place, false);
    }

    /** Returns the cursor of the last record that was read to its end, even if it was left out; null before the first. */
    @Nullable
    String seen() {
        return seen;
    }

    private boolean fill() throws IOException {
        if (at == end) {
            int there = out.available();
            if (there <= 0) {
                return false;
            }
            at = 0;
            end = Math.max(0, out.read(buffer, 0, Math.min(there, BUFFER)));
        }
        return end > at;
    }

    private boolean take(Entry entry, int piece) {
        boolean stored = isFirst && isStored(entry, piece);
        isFirst &= !record.isWhole();
        return !stored && (machine.isEmpty() || entry.machine() == null || machine.equals(entry.machine())) && !own.has(entry)
            && start.isNew(entry.cursor());
    }

    /** Reports whether this is the last stored record, or one of its stored pieces. */
    private boolean isStored(Entry entry, int piece) {
        Place place = start.place();
        return place != null && start.after() != null && start.after().equals(Cursor.parse(entry.cursor()))
            && (place.pieces() == 0 || piece > 0 && piece <= place.pieces());
    }

    /** Returns what journalctl has written to standard error so far; empty if nothing. */
    String said() throws IOException {
        int there = err.available();
        if (there > 0) {
            byte[] more = err.readNBytes(there);
            if (said.length() < MAX_SAID) {
                said.append(new String(more, StandardCharsets.UTF_8));
            }
        }
        return said.toString().strip();
    }

    /** Returns the exit value of journalctl if it has ended and all its output was read; -1 before. */
    int exitValue() throws IOException {
        return process.isAlive() || hasMore() ? -1 : process.exitValue();
    }

    /** Ends journalctl. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
