package dev.caravan.state;

import dev.caravan.trust.Trust;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The exclusive lock on a state directory. Reads and writes nothing in it but the file {@code lock}. */
public final class StateLock implements Closeable {

    private final Path root;
    private final FileChannel channel;

    private StateLock(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Creates the directory if it is missing, and locks it.
     *
     * @throws IOException the directory cannot be written to, or another process has locked it; the message says which
     */
    public static StateLock take(Path path) throws IOException {
        Path root = path.toAbsolutePath().normalize();
        try {
            Durable.directories(root);
            mustBeOurs(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new IOException("cannot write the state directory " + root + " (" + e
                + "): create it for this user, or set caravan.state-dir", e);
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(root.resolve("lock"), Set.of(StandardOpenOption.CREATE,
                StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw new IOException("cannot write in the state directory " + root + " (" + e
                + "): make it writable for this user, or set caravan.state-dir", e);
        }
        lock(root, channel);
        return new StateLock(root, channel);
    }

    /** Checks the owner of the directory, who can read and change everything in it, whatever its mode. */
    private static void mustBeOurs(Path root) throws IOException {
        int owner = (Integer) Files.getAttribute(root, "unix:uid");
        if (!Trust.ofProgram().isOwner(owner)) {
            throw new IOException("it belongs to another user, " + Files.getOwner(root).getName()
                + ", who can read all that is kept in it");
        }
    }

    private static void lock(Path root, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            ByteBuffer pid = ByteBuffer.allocate(20);
            channel.read(pid, 0);
            String holder = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).trim();
            channel.close();
            throw new IOException("the state directory " + root + " is in use by process " + holder
                + ": stop that process, or set caravan.state-dir to another directory");
        }
        byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid), 0);
    }

    /** Returns the absolute path of the directory. */
    public Path root() {
        return root;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
