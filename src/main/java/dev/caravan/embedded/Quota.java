package dev.caravan.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the embedded server's objects below a number of bytes. Above it, deletes the oldest ones until a tenth is free. The server is for
 * trying Caravan; it must not fill a machine on which nobody looks at it any more. Thread-safe.
 */
final class Quota {

    private static final Logger LOG = LoggerFactory.getLogger("caravan.embedded");

    private final Path root;
    private final long most;
    private final Consumer<Path> delete;
    /** Upper bound of the bytes of all objects; negative until they are measured. */
    private long bytes = -1;

    private record Stored(Path file, long size, long modified) {
    }

    /**
     * Creates a quota. It measures the stored objects when the first new one arrives.
     *
     * @param root   its subdirectories are the buckets
     * @param most   the limit, in bytes
     * @param delete deletes one object
     */
    Quota(Path root, long most, Consumer<Path> delete) {
        this.root = root;
        this.most = most;
        this.delete = delete;
    }

    /** Counts an object, or a part of one, that was stored. The object stays, however large it is. */
    synchronized void came(Path object, long size) {
        bytes = bytes < 0 ? measure(stored()) : bytes + size;
        if (bytes > most) {
            trim(object);
        }
    }

    private void trim(Path newest) {
        List<Stored> all = stored();
        bytes = measure(all);
        all.sort(Comparator.comparingLong(Stored::modified).thenComparing(Stored::file));
        long before = bytes;
        int gone = 0;
        Path last = null;
        for (Stored object : all) {
            if (before <= most || bytes <= most - most / 10) {
                break;
            }
            if (object.file.equals(newest)) {
                continue;
            }
            delete.accept(object.file);
            bytes -= object.size;
            last = object.file;
            gone++;
        }
        if (gone > 0) {
            LOG.warn("the embedded S3 server had more than {} bytes: its {} oldest objects were deleted ({} bytes), up to {}."
                + " caravan.embedded.max-bytes is the limit", most, gone, before - bytes, root.relativize(last));
        }
    }

    private static long measure(List<Stored> all) {
        return all.stream().mapToLong(Stored::size).sum();
    }

    private List<Stored> stored() {
        List<Stored> all = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()) {
                        all.add(new Stored(file, attributes.size(), attributes.lastModifiedTime().toMillis()));
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    // Deleted in the meantime.
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}
