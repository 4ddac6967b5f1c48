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
import java.security.SecureRandom;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state directory, locked for this process while it is open. */
public final class StateDirectory implements Closeable {

    /** Name of the folder in it that has the state of the embedded mode. */
    public static final String EMBEDDED = "embedded";
    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private final Path root;
    private final FileChannel lockFile;
    private final String instance;
    private final DestinationFile destination;

    private StateDirectory(Path root, FileChannel lockFile, String instance, DestinationFile destination) {
        this.root = root;
        this.lockFile = lockFile;
        this.instance = instance;
        this.destination = destination;
    }

    /**
     * Makes the directory where it is missing, and locks it.
     *
     * @throws IOException it cannot be written to, or another process holds it; the message says which
     */
    public static StateDirectory open(Path path) throws IOException {
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
        try {
            return new StateDirectory(root, channel, instance(root, root.resolve("instance")),
                DestinationFile.read(root));
        } catch (IOException e) {
            channel.close();
            throw new IOException("the state directory cannot be used: " + Unwritable.words(e), e);
        }
    }

    /** Whoever owns the directory can read and change all that is in it, whatever its mode. */
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
                + ": stop that one first, or give this one another caravan.state-dir");
        }
        byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid), 0);
    }

    private static String instance(Path root, Path file) throws IOException {
        if (Files.exists(file)) {
            String known = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).trim();
            if (known.matches("[a-z0-9]{4,16}")) {
                return known;
            }
            LOG.warn("{} is damaged: keys get another name of this state directory from now on. It is kept as {}", file,
                Damaged.copy(root, file));
        }
        SecureRandom random = new SecureRandom();
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            made.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        Durable.replace(file, (made + "\n").getBytes(StandardCharsets.US_ASCII));
        return made.toString();
    }

    public Path root() {
        return root;
    }

    /** Where sealed batches wait for delivery. */
    public Path outbox() {
        return root.resolve("outbox");
    }

    /** Where the source keeps its checkpoint. */
    public Path source(String source) {
        return root.resolve(source);
    }

    /** Six characters that no other state directory has. */
    public String instance() {
        return instance;
    }

    /** Where this state's objects go. */
    public DestinationFile destination() {
        return destination;
    }

    /** Releases the lock. */
    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
