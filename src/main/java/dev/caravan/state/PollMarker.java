package dev.caravan.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that exists during a poll, so that the next start sees that the process died while it polled a source. After two such runs, if the
 * second sealed no batch, the source is left out for one run. So whatever kills the process (a file that takes all memory, for example)
 * does not keep the other sources from being shipped.
 *
 * <p>The file is not forced to disk: it must outlive the process, not the machine. A poll after an empty one writes no file; if it kills
 * the process, the first poll of the next run does so again, with a file. Thread-safe.
 */
public final class PollMarker {

    private static final Logger LOG = LoggerFactory.getLogger(PollMarker.class);
    private static final int ENOUGH = 2;
    private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING);
    private static final FileAttribute<?> OWNER = PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final byte[] content;
    private final boolean leftOut;
    private boolean foundNothing;
    private boolean there;
    private boolean closed;

    /**
     * Reads what the last run left.
     *
     * @param file     need not exist
     * @param sequence number of the last sealed batch
     */
    PollMarker(Path file, long sequence) {
        this.file = file;
        int deaths = deaths(file, sequence);
        leftOut = deaths >= ENOUGH;
        content = (deaths + " " + sequence + "\n").getBytes(StandardCharsets.US_ASCII);
        delete();
    }

    /** Returns how many runs in a row, including the last one, died without progress. */
    private static int deaths(Path file, long sequence) {
        try {
            String[] words = Files.readString(file, StandardCharsets.ISO_8859_1).trim().split(" ", -1);
            // An incomplete file is from a run that died while it wrote it.
            boolean whole = words.length == 2 && words[0].matches("[0-9]{1,5}") && words[1].matches("[0-9]{1,18}");
            return whole && Long.parseLong(words[1]) == sequence ? Integer.parseInt(words[0]) + 1 : 1;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Reports whether the source is left out in this run. */
    public boolean isLeftOut() {
        return leftOut;
    }

    /** Notes that a poll begins. */
    public synchronized void begins() {
        if (there || foundNothing || closed) {
            return;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file, OPTIONS, OWNER)) {
            channel.write(ByteBuffer.wrap(content));
            there = true;
        } catch (IOException e) {
            // The disk may be full; others report that.
            LOG.debug("{} cannot be written: {}", file, e.toString());
        }
    }

    /** Notes that a poll has ended, and that the next one may follow at once. */
    public synchronized void found(boolean something) {
        foundNothing = !something;
    }

    /** Notes that no poll is under way. */
    public synchronized void ends() {
        if (there) {
            delete();
            there = false;
        }
    }

    /** Notes that the process ends normally, whatever is under way. */
    public synchronized void close() {
        closed = true;
        ends();
    }

    private void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} cannot be deleted: {}", file, e.toString());
        }
    }
}
