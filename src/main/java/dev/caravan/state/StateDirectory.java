package dev.caravan.state;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state directory, locked for this process while it is open. */
public final class StateDirectory implements Closeable {

    /** Name of the subdirectory with the state of the embedded mode. */
    public static final String EMBEDDED = "embedded";
    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private final Path root;
    private final List<StateLock> locks;
    private final String instance;
    private final DestinationFile destination;

    private StateDirectory(List<StateLock> locks, Path machineId) throws IOException {
        this.locks = locks;
        this.root = locks.get(0).root();
        MachineId machine = new MachineId(root, machineId);
        this.instance = instance(machine.isAnother());
        machine.remember();
        this.destination = DestinationFile.read(root);
    }

    /**
     * Creates the directory if it is missing, and locks it.
     *
     * @throws IOException the directory cannot be written to, or another process has locked it; the message says which
     */
    public static StateDirectory open(Path path) throws IOException {
        return of(StateLock.take(path));
    }

    /**
     * Opens a locked directory.
     *
     * @param lock released with it, even if this fails
     * @throws IOException the directory cannot be used; the message says why
     */
    public static StateDirectory of(StateLock lock) throws IOException {
        return of(List.of(lock), MachineId.FILE);
    }

    /**
     * Opens the state of the embedded mode: a subdirectory of a locked directory, with its own state.
     *
     * @param lock lock of the parent directory; released with it, even if this fails
     * @throws IOException the directory cannot be used; the message says why
     */
    public static StateDirectory embedded(StateLock lock) throws IOException {
        StateLock own;
        try {
            own = StateLock.take(lock.root().resolve(EMBEDDED));
        } catch (IOException e) {
            lock.close();
            throw e;
        }
        return of(List.of(own, lock), MachineId.FILE);
    }

    /** @param locks the lock of the directory itself comes first */
    static StateDirectory of(List<StateLock> locks, Path machineId) throws IOException {
        try {
            return new StateDirectory(locks, machineId);
        } catch (IOException e) {
            for (StateLock lock : locks) {
                lock.close();
            }
            throw new IOException("the state directory cannot be used: " + UnwritableException.words(e), e);
        }
    }

    private String instance(boolean another) throws IOException {
        Path file = root.resolve("instance");
        if (Files.exists(file)) {
            String known = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).trim();
            boolean whole = known.matches("[a-z0-9]{4,16}");
            if (whole && !another) {
                return known;
            }
            if (whole) {
                LOG.warn("The state directory {} was written on another machine (its /etc/machine-id differs): keys get"
                    + " a new id instead of {}, so that the two machines never use the same key. If this is a copy and the other"
                    + " machine ships too, give one of them a fresh state directory: otherwise both send the lines that both have",
                    root, known);
            } else {
                LOG.warn("{} is damaged: keys get a new id of this state directory. The damaged file is kept as {}", file,
                    Damaged.copy(root, file));
            }
        }
        SecureRandom random = new SecureRandom();
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            made.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        Durable.replace(file, (made + "\n").getBytes(StandardCharsets.US_ASCII));
        return made.toString();
    }

    /** Returns the absolute path of the directory. */
    public Path root() {
        return root;
    }

    /** Returns the directory in which sealed batches wait for delivery. */
    public Path outbox() {
        return root.resolve("outbox");
    }

    /** Returns the directory in which a source keeps its checkpoint. */
    public Path source(String source) {
        return root.resolve(source);
    }

    /** Returns six characters that no other state directory has. */
    public String instance() {
        return instance;
    }

    /** Returns the destination of this state's objects. */
    public DestinationFile destination() {
        return destination;
    }

    /** Releases the locks. */
    @Override
    public void close() throws IOException {
        for (StateLock lock : locks) {
            lock.close();
        }
    }
}
