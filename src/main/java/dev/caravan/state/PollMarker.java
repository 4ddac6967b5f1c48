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
 * Tells the next start that the process died while a source was looked at: a file that is there during a poll. After two
 * such runs, in the second of which no batch was sealed, the source is left out for one run, so that what kills the process
 * (a file that takes all memory, say) does not keep the others from being shipped.
 *
 * <p>The file is not forced to disk: it is to outlive the process, not the machine. A poll after one that found nothing writes
 * none; if it kills the process, the first one of the next run does again, with a file. Thread safe.
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
     * Looks what the last run left.
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

    /** How many runs in a row, up to the last one, died without getting on. */
    private static int deaths(Path file, long sequence) {
        try {
            String[] words = Files.readString(file, StandardCharsets.ISO_8859_1).trim().split(" ", -1);
            // Written in part, it was the file of a run that had just begun with it.
            boolean whole = words.length == 2 && words[0].matches("[0-9]{1,5}") && words[1].matches("[0-9]{1,18}");
            return whole && Long.parseLong(words[1]) == sequence ? Integer.parseInt(words[0]) + 1 : 1;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Whether the source is not to be looked at in this run. */
    public boolean isLeftOut() {
        return leftOut;
    }

    /** A poll begins. */
    public synchronized void begins() {
        if (there || foundNothing || closed) {
            return;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file, OPTIONS, OWNER)) {
            channel.write(ByteBuffer.wrap(content));
            there = true;
        } catch (IOException e) {
            // A full disk: others tell of it.
            LOG.debug("{} cannot be written: {}", file, e.toString());
        }
    }

    /** A poll has come to its end, and the next one may follow at once. */
    public synchronized void found(boolean something) {
        foundNothing = !something;
    }

    /** No poll is under way. */
    public synchronized void ends() {
        if (there) {
            delete();
            there = false;
        }
    }

    /** The process is about to end as it should, whatever is under way. */
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
