package dev.caravan.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable state of one source, {@code <state>/<source>/checkpoint.json}: one JSON object of version 1.
 *
 * <p>Replacing this file is the commit point of a seal: it names the positions after the batch and, at the same time,
 * the parts that make the batch up. Before it the lines are read again, after it the parts are moved to the outbox.
 *
 * @param version  format of the file; an older program refuses a newer one
 * @param source   name of the source
 * @param created  when the source was followed first, in milliseconds since 1970
 * @param sequence number of the last sealed batch; 0 when there was none
 * @param nextId   next number for a file
 * @param sealed   parts of the last sealed batch and the keys they get; those still in {@code open} are moved at start
 * @param files    position of each file that is followed or was, after the last sealed batch
 */
public record Checkpoint(int version, String source, long created, long sequence, long nextId, List<Part> sealed,
                         List<Position> files) {

    private static final int VERSION = 1;
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);
    private static final ObjectMapper JSON = JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();

    /**
     * A part of a sealed batch.
     *
     * @param file name of the file in {@code open}
     * @param key  key of the object, also its path below the outbox
     */
    public record Part(String file, String key) {
    }

    /** The checkpoint of a source that was never followed. */
    static Checkpoint first(String source, long now) {
        return new Checkpoint(VERSION, source, now, 0, 1, List.of(), List.of());
    }

    /**
     * Reads a checkpoint.
     *
     * @return null when there is none
     * @throws IOException it cannot be read, or is of a newer version; nothing is changed then
     */
    static Checkpoint read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            Sum sum = JSON.readValue(bytes, Sum.class);
            if (sum.checkpoint() == null || sum.checkpoint().files() == null || sum.checkpoint().sealed() == null) {
                throw new IOException("it has no content");
            }
            if (sum.checkpoint().version() > VERSION) {
                throw new NewerVersion("the checkpoint " + file + " is of version " + sum.checkpoint().version()
                    + ", this program knows up to " + VERSION
                    + ": run the newer program again, or give caravan.state-dir another directory");
            }
            if (sum.crc32c() != crc(sum.checkpoint())) {
                throw new IOException("its checksum is wrong");
            }
            return sum.checkpoint();
        } catch (NewerVersion e) {
            throw e;
        } catch (IOException e) {
            return moveAside(file, e);
        }
    }

    /** Writes it; afterwards it survives a power loss. */
    void write(Path file) throws IOException {
        Durable.replace(file, JSON.writeValueAsBytes(new Sum(crc(this), this)));
    }

    private static Checkpoint moveAside(Path file, IOException reason) throws IOException {
        Path aside = file.resolveSibling("checkpoint.json.damaged-" + Instant.now().toEpochMilli());
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        LOG.error("The checkpoint {} cannot be used ({}). It is kept as {}; files are read again from where"
            + " caravan.tail.start says, so lines that were sent before may be sent again.", file,
            reason instanceof JsonProcessingException j ? j.getOriginalMessage() : reason.getMessage(),
            aside.getFileName());
        return null;
    }

    private static long crc(Checkpoint checkpoint) throws IOException {
        CRC32C crc = new CRC32C();
        crc.update(JSON.writeValueAsBytes(checkpoint));
        return crc.getValue();
    }

    /** The file's outermost object. */
    private record Sum(long crc32c, Checkpoint checkpoint) {
    }

    /** The file was written by a newer program. */
    private static final class NewerVersion extends IOException {
        private static final long serialVersionUID = 1L;

        NewerVersion(String message) {
            super(message);
        }
    }
}
