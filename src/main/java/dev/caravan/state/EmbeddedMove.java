package dev.caravan.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recognises a state directory from before it contained {@code destination} and {@code embedded}, and moves the state of the embedded
 * server into its own folder. Until then both modes shared one state.
 */
public final class EmbeddedMove {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMove.class);
    /** Entries that are not moved. */
    private static final Set<String> STAYS = Set.of("lock", "destination", StateDirectory.EMBEDDED);

    private final Path root;
    private final Path to;
    private final Path marker;

    /** What a state directory without a destination was for. */
    public enum Kind {
        /** Nothing was sealed in it. */
        UNUSED,
        /** The last batch of each source is in the embedded server's bucket, unless it is still in the outbox. */
        EMBEDDED,
        /** A batch has left the outbox, or waits in it, for another destination. */
        BUCKET
    }

    /** @param root a locked state directory */
    public EmbeddedMove(Path root) {
        this.root = root;
        this.to = root.resolve(StateDirectory.EMBEDDED);
        this.marker = to.resolve("moving");
    }

    /**
     * Finds out what the state was for. A state that may have been for a bucket is never taken for the embedded server's.
     *
     * @param buckets folders in which the embedded server's objects may be
     * @throws IOException a checkpoint cannot be read, or is of a newer version
     */
    public Kind kind(List<Path> buckets) throws IOException {
        boolean waits = false;
        boolean embedded = false;
        for (Path folder : folders()) {
            Checkpoint checkpoint = checkpoint(folder);
            for (Checkpoint.Part part : checkpoint == null ? List.<Checkpoint.Part>of() : checkpoint.sealed()) {
                if (buckets.stream().anyMatch(bucket -> Files.exists(bucket.resolve(part.key())))) {
                    embedded = true;
                } else if (Files.exists(root.resolve("outbox").resolve(part.key()))
                    || Files.exists(folder.resolve("open").resolve(part.file()))) {
                    waits = true;
                } else {
                    return Kind.BUCKET;
                }
            }
        }
        return embedded ? Kind.EMBEDDED : waits ? Kind.BUCKET : Kind.UNUSED;
    }

    private List<Path> folders() throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root,
            folder -> Files.isDirectory(folder) && !Sources.TAKEN.contains(folder.getFileName().toString()))) {
            folders.forEach(all::add);
        }
        return all;
    }

    private static @Nullable Checkpoint checkpoint(Path folder) throws IOException {
        for (String name : List.of("checkpoint.json", "checkpoint.copy.json")) {
            Path file = folder.resolve(name);
            try {
                return Checkpoint.parse(file, Files.readAllBytes(file));
            } catch (NoSuchFileException | Checkpoint.Unreadable e) {
                LOG.debug("{} says nothing", file);
            }
        }
        return null;
    }

    /** Reports whether a process died during the move; the move must then end before anything else happens. */
    public boolean isUnderWay() {
        return Files.exists(marker);
    }

    /** Reports whether the embedded mode already has a state in its own folder. */
    public boolean isDone() {
        return Files.exists(to.resolve("instance")) && !isUnderWay();
    }

    /**
     * Moves everything into the folder of the embedded mode. A crash may come at any time; the next start continues.
     *
     * @param stays folder of objects that the settings name; it is not moved
     * @throws IOException not everything could be moved
     */
    public void run(Path stays) throws IOException {
        Durable.directories(to);
        Durable.replace(marker, "what is in the folder above belongs here\n".getBytes(StandardCharsets.US_ASCII));
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root,
            entry -> !STAYS.contains(entry.getFileName().toString()) && !stays.toAbsolutePath().normalize().startsWith(entry))) {
            entries.forEach(all::add);
        }
        all.sort(null);
        for (Path entry : all) {
            Durable.move(entry, to.resolve(entry.getFileName()));
            FailPoint.MOVED_TO_EMBEDDED.reached();
        }
        Durable.force(root);
        Durable.delete(marker);
        Durable.force(to);
        LOG.info("moved the state of the embedded mode to {}", to);
    }
}
