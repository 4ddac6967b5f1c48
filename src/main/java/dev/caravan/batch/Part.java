package dev.caravan.batch;

import dev.caravan.batch.compress.Compression;
import dev.caravan.state.Durable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A growing file of an open batch, with all lines of one output. Its name says what recovery needs: {@code <sequence>~<opened, in ms since
 * 1970>~<extension>~<output, "/" as "+">.part}, or {@code .journal} for a command's.
 *
 * <p>The part of a file source is written in its final, compressed form. A journal stays uncompressed, so that it can be cut back to its
 * last whole line; sealing compresses it. Guarded by the source's lock.
 */
final class Part {

    private static final String EXTENSION = "[A-Za-z0-9]+(?:\\.[A-Za-z0-9]+)*";
    private static final Pattern NAME = Pattern.compile("([0-9]{6,})~([0-9]+)~(" + EXTENSION + ")~([^~]+)\\.(part|journal)");

    private final Path file;
    private final long sequence;
    private final Instant opened;
    private final String extension;
    private final String output;
    private final FileChannel channel;
    /** Null for a journal. */
    private final @Nullable OutputStream stream;
    private long bytes;

    private Part(Path file, long sequence, Instant opened, String extension, String output, FileChannel channel,
        @Nullable OutputStream stream) {
        this.file = file;
        this.sequence = sequence;
        this.opened = opened;
        this.extension = extension;
        this.output = output;
        this.channel = channel;
        this.stream = stream;
    }

    /** Creates the file of a part and opens it. */
    static Part open(Path folder, long sequence, Instant opened, String extension, String output, boolean journal,
        Compression compression) throws IOException {
        String name = String.format(Locale.ROOT, "%06d~%d~%s~%s.%s", sequence, opened.toEpochMilli(), extension,
            output.replace('/', '+'), journal ? "journal" : "part");
        Path file = folder.resolve(name);
        FileChannel channel = Durable.create(file);
        if (journal) {
            Durable.force(folder);
        }
        return new Part(file, sequence, opened, extension, output, channel,
            journal ? null : compression.openBehind(Durable.stream(file, channel)));
    }

    /** Reports whether a text can be the extension of a part. */
    static boolean isExtension(String extension) {
        return extension.matches(EXTENSION);
    }

    /** Reports whether a file's name is that of a part or a journal. */
    static boolean isPart(Path file) {
        return NAME.matcher(file.getFileName().toString()).matches();
    }

    /** Opens a journal that a crash left, cut back to its last whole line; returns null if the file is no journal. */
    static @Nullable Part recover(Path file) throws IOException {
        Matcher m = NAME.matcher(file.getFileName().toString());
        if (!m.matches() || !m.group(5).equals("journal")) {
            return null;
        }
        FileChannel channel = FileChannel.open(file, java.nio.file.StandardOpenOption.READ,
            java.nio.file.StandardOpenOption.WRITE);
        Part part = new Part(file, Long.parseLong(m.group(1)), Instant.ofEpochMilli(Long.parseLong(m.group(2))),
            m.group(3), m.group(4).replace('+', '/'), channel, null);
        long end = wholeLines(part.channel);
        part.channel.truncate(end);
        part.channel.position(end);
        part.bytes = end;
        return part;
    }

    /** Returns the offset at which the last whole line ends. */
    private static long wholeLines(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        for (long end = channel.size(); end > 0;) {
            long from = Math.max(0, end - buffer.capacity());
            buffer.clear().limit((int) (end - from));
            while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
                // A read may return fewer bytes than requested.
            }
            for (int i = buffer.position(); i > 0; i--) {
                if (buffer.get(i - 1) == '\n') {
                    return from + i;
                }
            }
            end = from;
        }
        return 0;
    }

    /**
     * Appends lines.
     *
     * @throws IOException none of the lines may count as stored; a journal does not contain them, a part must be discarded
     */
    void append(byte[] lines, int length) throws IOException {
        if (stream != null) {
            stream.write(lines, 0, length);
        } else {
            try {
                Durable.write(file, channel, lines, length);
                Durable.force(file, channel);
            } catch (IOException e) {
                channel.truncate(bytes);
                channel.position(bytes);
                throw e;
            }
        }
        bytes += length;
    }

    /** Cuts a journal back to a length in bytes. */
    void cut(long length) throws IOException {
        if (length < bytes) {
            channel.truncate(length);
            channel.position(length);
            bytes = length;
        }
    }

    /**
     * Finishes the part and forces it to disk. A journal gets a compressed copy beside it.
     *
     * @return the file to move to the outbox
     */
    Path finish(Compression compression) throws IOException {
        if (stream != null) {
            stream.flush();
            stream.close();
            Durable.forceContent(file);
            return file;
        }
        Path sealed = file.resolveSibling(file.getFileName().toString().replaceFirst("\\.journal$", ".part"));
        try (OutputStream to = Durable.stream(sealed, Durable.create(sealed)); OutputStream out = compression.open(to)) {
            Files.copy(file, out);
        }
        Durable.forceContent(sealed);
        return sealed;
    }

    /** Closes and deletes the file of a discarded batch. */
    void discard() {
        try {
            if (stream != null) {
                // The stream still has bytes to write, and leaves its channel open if it cannot write them.
                stream.close();
            }
        } catch (IOException e) {
            // The disk is full or broken; that is why the batch is discarded.
        }
        delete();
    }

    /** Closes the file. */
    void close() throws IOException {
        channel.close();
    }

    /** Closes and deletes the file, if it still exists. */
    void delete() {
        try {
            close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The file stays in the folder of open parts, and the next start deletes it.
        }
    }

    long sequence() {
        return sequence;
    }

    Instant opened() {
        return opened;
    }

    String extension() {
        return extension;
    }

    String output() {
        return output;
    }

    boolean isJournal() {
        return stream == null;
    }

    /** Returns the number of bytes appended, before compression. */
    long bytes() {
        return bytes;
    }
}
