package dev.caravan.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The durable state of one source, {@code <state>/<source>/checkpoint.json} and its copy: one JSON object of version 2, or of version 3 if
 * it contains a place in the journal, which an older program would drop. Version 1 is read too; it has another checksum, and neither
 * {@code waiting} nor destinations.
 *
 * <p>Replacing this file is the commit point of a seal: it names the positions after the batch and the parts of the batch at the same time.
 * Until then the lines are read again; from then on the parts are moved to the outbox.
 *
 * @param source      name of the source
 * @param created     when the source was first followed, in milliseconds since 1970; 0 if that is not known any more
 * @param sequence    number of the last sealed batch; 0 if there is none
 * @param nextId      the next number for a file
 * @param sealed      parts of the last sealed batch and their keys; the next start moves those that are still in {@code open}
 * @param waiting     parts of earlier batches that are still in the outbox, oldest first; they say which source an object belongs to
 * @param files       position of each file that is or was followed, after the last sealed batch
 * @param fresh       whether nothing was polled yet, so that only the time of the first start is known
 * @param looked      when all rotated files were last examined, in milliseconds since 1970; 0 for never
 * @param directories directories whose rotated files were examined before; files that are new in them have come since, whatever their time
 * @param input       {@code "file"} or {@code "journal"}, for a source that can read either; null if neither was chosen yet
 */
public record Checkpoint(String source, long created, long sequence, long nextId, List<Part> sealed, List<Part> waiting,
    List<FileCheckpoint> files, boolean fresh, long looked, List<String> directories, @Nullable String input) {

    /** The newest version that this program knows; newer ones are refused. */
    static final int VERSION = 3;

    private static final int WITHOUT_JOURNAL = 2;

    /**
     * A part of a sealed batch. It belongs to the source whose checkpoint names it, whatever its key looks like.
     *
     * @param file        name of the file in {@code open}
     * @param key         key of the object, and its path below the outbox
     * @param destination where the object goes, in the form of {@link Destination#toString()}; null if that is not known
     */
    public record Part(String file, String key, @Nullable String destination) {

        /** Returns when the batch was opened, in milliseconds since 1970, according to the file's name; 0 if the name does not say. */
        long opened() {
            String[] words = file.split("~", -1);
            return words.length > 1 && words[1].matches("[0-9]{1,18}") ? Long.parseLong(words[1]) : 0;
        }
    }

    /** Returns the checkpoint of a source that was never followed. */
    static Checkpoint first(String source, long now) {
        return new Checkpoint(source, now, 0, 1, List.of(), List.of(), List.of(), true, 0, List.of(), null);
    }

    /**
     * Returns the checkpoint of a source whose old checkpoint cannot be read. Every file beside a log counts as newer, so none is skipped;
     * the number of the next batch is one that no batch had before.
     */
    static Checkpoint afterDamage(String source, long now) {
        return new Checkpoint(source, 0, now / 1000, 1, List.of(), List.of(), List.of(), false, 0, List.of(), null);
    }

    /** Returns the version of the format. An older program refuses a place in the journal, which it would lose; it can use all else. */
    int version() {
        return files.stream().anyMatch(FileCheckpoint::isOfJournal) ? VERSION : WITHOUT_JOURNAL;
    }

    /** Reports whether the old checkpoint could not be read. Unsealed journals may then have any number. */
    boolean isAfterDamage() {
        return created == 0 && sealed.isEmpty();
    }

    /**
     * Reads a checkpoint.
     *
     * @param file  for messages
     * @param bytes content of the file
     * @throws Unreadable  the file is damaged; the message says how
     * @throws IOException the file is of a newer version
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
                + ": run the newer program again, or set caravan.state-dir to another directory");
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

    /** Returns the content of the file. */
    byte[] bytes() throws IOException {
        return CheckpointJson.write(this);
    }

    /** The file is damaged. The message says how. */
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }
}
