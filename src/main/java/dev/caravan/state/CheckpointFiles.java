package dev.caravan.state;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two files of a source's checkpoint. {@code checkpoint.copy.json} is replaced first, {@code checkpoint.json} second, and only then are
 * parts moved to the outbox. So each file alone is enough: if the process dies between the two, the checkpoint is the old one, whose parts
 * are dropped and read again, and the copy names parts that all still exist.
 *
 * <p>The checkpoint is used if it can be read, otherwise the copy. A file that cannot be read is kept (see {@link Damaged}).
 */
final class CheckpointFiles {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFiles.class);

    private final Path root;
    private final Path folder;
    private final String source;
    private final Path main;
    private final Path copy;

    /** The content of one of the two files, or what is wrong with it; both are null if the file is missing. */
    private record Found(@Nullable Checkpoint checkpoint, @Nullable String damage) {
    }

    /** @param folder the source's folder */
    CheckpointFiles(Path root, Path folder, String source) {
        this.root = root;
        this.folder = folder;
        this.source = source;
        this.main = folder.resolve("checkpoint.json");
        this.copy = folder.resolve("checkpoint.copy.json");
    }

    /**
     * Reads the checkpoint, and repairs both files if one is damaged.
     *
     * @return null if the source was never followed
     * @throws IOException a file cannot be read or is of a newer version (then nothing is changed), or the state directory cannot be
     * written to
     */
    @Nullable
    Checkpoint read() throws IOException {
        Found first = find(main);
        Found second = find(copy);
        if (first.checkpoint != null) {
            if (second.damage != null) {
                Path kept = Damaged.copy(root, copy);
                write(first.checkpoint);
                LOG.warn("{}: {} is damaged ({}); {} is whole and is used. Nothing is lost or sent twice. The damaged"
                    + " file is kept as {}", source, copy, second.damage, main.getFileName(), kept);
            }
            return first.checkpoint;
        }
        if (second.checkpoint != null) {
            Path kept = first.damage == null ? null : Damaged.copy(root, main);
            write(second.checkpoint);
            LOG.warn("{}: {} is {}; its copy {} is whole and is used. Nothing is lost or sent twice.{}", source, main,
                first.damage == null ? "missing" : "damaged (" + first.damage + ")", copy.getFileName(),
                kept == null ? "" : " The damaged file is kept as " + kept);
            return second.checkpoint;
        }
        List<Path> parts = parts();
        return first.damage == null && second.damage == null && parts.isEmpty() ? null : reset(first, second, parts);
    }

    /**
     * Starts anew. No file says how far the logs were read, so all of them are read again: lines that arrive twice are better than lost
     * ones.
     */
    private Checkpoint reset(Found first, Found second, List<Path> parts) throws IOException {
        List<String> kept = new ArrayList<>();
        if (first.damage != null) {
            kept.add(Damaged.copy(root, main).toString());
        }
        if (second.damage != null) {
            kept.add(Damaged.copy(root, copy).toString());
        }
        for (Path part : parts) {
            kept.add(Damaged.move(root, part).toString());
        }
        // From here on, a start finds a checkpoint.
        Checkpoint fresh = Checkpoint.afterDamage(source, System.currentTimeMillis());
        write(fresh);
        LOG.error("{}: it is not known how far its files were read: {} is {}, and so is its copy. All its files are read"
            + " from their beginning, rotated ones too, so that nothing is lost; lines that were sent before are sent"
            + " again. What could not be used is kept: {}", source, main, first.damage == null ? "missing"
                : "damaged (" + first.damage + ")", String.join(", ", kept));
        return fresh;
    }

    private static Found find(Path file) throws IOException {
        try {
            return new Found(Checkpoint.parse(file, Files.readAllBytes(file)), null);
        } catch (NoSuchFileException e) {
            return new Found(null, null);
        } catch (Checkpoint.Unreadable e) {
            return new Found(null, e.getMessage());
        }
    }

    /** Returns the parts of file sources. A command's journal exists before its first checkpoint, and needs none. */
    private List<Path> parts() throws IOException {
        List<Path> parts = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder.resolve("open"), "*.part")) {
            for (Path part : all) {
                if (!Files.exists(part.resolveSibling(part.getFileName().toString().replaceFirst("part$", "journal")))) {
                    parts.add(part);
                }
            }
        }
        return parts;
    }

    /** Replaces the checkpoint. It then survives a power loss, and damage to one of its files. */
    void write(Checkpoint checkpoint) throws IOException {
        byte[] content = checkpoint.bytes();
        Path freshCopy = Durable.prepare(copy, content);
        Path freshMain = Durable.prepare(main, content);
        Durable.rename(freshCopy, copy);
        if (!checkpoint.fresh()) {
            FailPoint.COPIED.reached();
        }
        Durable.rename(freshMain, main);
        // Forced once for both renames: either file alone is enough for the next start.
        Durable.force(folder);
    }
}
