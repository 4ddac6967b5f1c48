package dev.caravan.state;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** File operations that survive a power loss. Only the owner can read the files. */
public final class Durable {

    private static final FileAttribute<?> FILE = PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> DIRECTORY = PosixFilePermissions.asFileAttribute(
        PosixFilePermissions.fromString("rwx------"));

    /** Called before each write; tests make it fail as a full disk does. */
    interface Check {
        void write(Path file) throws IOException;
    }

    static volatile Check check = file -> {};

    private Durable() {
    }

    /** Opens a new, empty file (0600) for writing. Replaces an old file of that name. */
    public static FileChannel create(Path file) throws IOException {
        check.write(file);
        return FileChannel.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE, StandardOpenOption.READ), FILE);
    }

    /** Creates a directory and its missing parents (0700), and forces each entry to disk. */
    public static void directories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
            directories(parent);
        }
        check.write(directory);
        try {
            Files.createDirectory(directory, DIRECTORY);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        if (parent != null) {
            force(parent);
        }
    }

    /** Replaces a file as a whole: after a crash it has either the old or the new content. */
    public static void replace(Path file, byte[] content) throws IOException {
        rename(prepare(file, content), file);
        force(directory(file));
    }

    /** Returns the directory of a file. */
    public static Path directory(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException(file + " is the root directory, which is in no other one");
        }
        return parent;
    }

    /** Writes the content that will replace a file under another name, forces it to disk, and returns that name. */
    static Path prepare(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = create(fresh)) {
            write(fresh, channel, content, content.length);
            force(fresh, channel);
        }
        return fresh;
    }

    /** Replaces a file. The replacement is on disk only after its directory was forced. */
    static void rename(Path fresh, Path file) throws IOException {
        check.write(file);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Moves a file to another directory of the same file system, and forces that directory to disk. After a power loss, the file may also
     * appear in the old directory, so a second move must do no harm.
     */
    public static void move(Path from, Path to) throws IOException {
        for (int tries = 0;; tries++) {
            directories(directory(to));
            check.write(to);
            try {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
                break;
            } catch (NoSuchFileException e) {
                // An empty directory of the outbox may be removed between the two calls.
                if (tries == 10 || !Files.exists(from)) {
                    throw e;
                }
            }
        }
        force(directory(to));
    }

    /** Writes all bytes to the file's channel. */
    public static void write(Path file, FileChannel channel, byte[] bytes, int length) throws IOException {
        check.write(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Deletes a file, if it exists. A power loss may bring it back. */
    public static void delete(Path file) throws IOException {
        check.write(file);
        Files.deleteIfExists(file);
    }

    /** Returns an unbuffered stream into the file's channel. Closing it closes the channel. */
    public static OutputStream stream(Path file, FileChannel channel) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                check.write(file);
                ByteBuffer buffer = ByteBuffer.wrap(bytes, from, length);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    /** Forces a file's content to disk. */
    public static void forceContent(Path file) throws IOException {
        check.write(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Forces to disk what was written to the file through its channel. */
    public static void force(Path file, FileChannel channel) throws IOException {
        check.write(file);
        channel.force(false);
    }

    /** Forces a directory's entries to disk. */
    public static void force(Path directory) throws IOException {
        check.write(directory);
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
