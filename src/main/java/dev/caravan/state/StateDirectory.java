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

    /** Name of the folder in it that has the state of the embedded mode. */
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
     * Makes the directory where it is missing, and locks it.
     *
     * @throws IOException it cannot be written to, or another process holds it; the message says which
     */
    public static StateDirectory open(Path path) throws IOException {
        return of(StateLock.take(path));
    }

    /**
     * A directory that is locked.
     *
     * @param lock released with it, also where this fails
     * @throws IOException it cannot be used; the message says why
     */
    public static StateDirectory of(StateLock lock) throws IOException {
        return of(List.of(lock), MachineId.FILE);
    }

    /**
     * The state of the embedded mode, in a directory that is locked: a folder with a state of its own.
     *
     * @param lock of the directory that it is in; released with it, also where this fails
     * @throws IOException it cannot be used; the message says why
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

    /** @param locks its own first */
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
                LOG.warn("The state directory {} was written on another machine (its /etc/machine-id is another one): keys get"
                    + " another id than {} from now on, so that those of the two do not meet. If this is a copy and the other"
                    + " machine ships too, give one of them a fresh state directory: lines that both have are sent by both",
                    root, known);
            } else {
                LOG.warn("{} is damaged: keys get another name of this state directory from now on. It is kept as {}", file,
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
        for (StateLock lock : locks) {
            lock.close();
        }
    }
}
