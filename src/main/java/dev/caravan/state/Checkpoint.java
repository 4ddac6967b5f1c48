package dev.caravan.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The durable state of one source, {@code <state>/<source>/checkpoint.json} and its copy: one JSON object of version 2, or 3
 * where it has a place in the journal, which an older program would leave out. Version 1 is read too; it had another checksum, and
 * no {@code waiting} nor destinations.
 *
 * <p>Replacing it is the commit point of a seal: it names the positions after the batch and, at the same time,
 * the parts that make the batch up. Before it the lines are read again, after it the parts are moved to the outbox.
 *
 * @param source   name of the source
 * @param created  when the source was followed first, in milliseconds since 1970; 0 when that is not known any more
 * @param sequence number of the last sealed batch; 0 when there was none
 * @param nextId   next number for a file
 * @param sealed   parts of the last sealed batch and the keys they get; those still in {@code open} are moved at start
 * @param waiting  parts of the batches before it that are still in the outbox, oldest first: they tell whose these are
 * @param files    position of each file that is followed or was, after the last sealed batch
 * @param fresh    nothing was looked at yet: only the time of the first start is known
 * @param looked   when all rotated files were looked at last, in milliseconds since 1970; 0 when they never were
 * @param directories where rotated files were looked at before: what is new there came since, whatever its time says
 * @param input    whether {@code "file"} or {@code "journal"} was chosen to collect, where there is a choice; null while nothing was
 */
public record Checkpoint(String source, long created, long sequence, long nextId, List<Part> sealed, List<Part> waiting,
    List<FileCheckpoint> files, boolean fresh, long looked, List<String> directories, @Nullable String input) {

    /** The newest format that is known; a newer one is refused. */
    static final int VERSION = 3;

    private static final int WITHOUT_JOURNAL = 2;

    /**
     * A part of a sealed batch. It is of the source whose checkpoint names it, whatever its key looks like.
     *
     * @param file        name of the file in {@code open}
     * @param key         key of the object, also its path below the outbox
     * @param destination where it is to go, as {@link Destination#toString()} has it; null when that is not known
     */
    public record Part(String file, String key, @Nullable String destination) {

        /** When its batch was opened, in milliseconds since 1970, as the name of the file says; 0 where it does not. */
        long opened() {
            String[] words = file.split("~", -1);
            return words.length > 1 && words[1].matches("[0-9]{1,18}") ? Long.parseLong(words[1]) : 0;
        }
    }

    /** The checkpoint of a source that was never followed. */
    static Checkpoint first(String source, long now) {
        return new Checkpoint(source, now, 0, 1, List.of(), List.of(), List.of(), true, 0, List.of(), null);
    }

    /**
     * The checkpoint of a source of which the old one cannot be read. Every file beside a log counts as younger than it, so
     * none is passed over; the next batch has a number that none had before.
     */
    static Checkpoint afterDamage(String source, long now) {
        return new Checkpoint(source, 0, now / 1000, 1, List.of(), List.of(), List.of(), false, 0, List.of(), null);
    }

    /** Its format: an older program refuses one with a place in the journal, for it would lose it. It can go on with others. */
    int version() {
        return files.stream().anyMatch(FileCheckpoint::isOfJournal) ? VERSION : WITHOUT_JOURNAL;
    }

    /** Whether it was made because the old one could not be read: unsealed journals may have any number then. */
    boolean isAfterDamage() {
        return created == 0 && sealed.isEmpty();
    }

    /**
     * Reads a checkpoint.
     *
     * @param file  for messages
     * @param bytes its content
     * @throws Unreadable  it is damaged; the message says how
     * @throws IOException it is of a newer version
     */
    static Checkpoint parse(Path file, byte[] bytes) throws IOException {
        CheckpointJson.Content content;
        try {
            content = CheckpointJson.read(bytes);
        } catch (JsonProcessingException e) {
            throw new Unreadable(bytes.length == 0 ? "it is empty" : e.getOriginalMessage().lines().findFirst().orElse(""));
        }
        if (content.version() > VERSION) {
            throw new IOException(file + " is of version " + content.version() + ", this program knows up to " + VERSION
                + ": run the newer program again, or give caravan.state-dir another directory");
        }
        Checkpoint checkpoint = content.checkpoint();
        if (checkpoint == null) {
            throw new Unreadable("it has no content");
        }
        if (content.crc() != content.right()) {
            throw new Unreadable("its checksum is wrong");
        }
        return checkpoint;
    }

    /** Its content as a file. */
    byte[] bytes() throws IOException {
        return CheckpointJson.write(this);
    }

    /** The file is damaged. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }
}
