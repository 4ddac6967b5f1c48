package dev.caravan.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code machine} in the state directory: a hash of the {@code /etc/machine-id} of the machine on which it is. If it differs at
 * the start, the disk was copied or the system reinstalled. The id itself is confidential (machine-id(5)), so the hash also covers a text
 * of our own.
 */
final class MachineId {

    /** Tests set another file. */
    static final Path FILE = Path.of(System.getProperty("caravan.test.machine-id", "/etc/machine-id"));
    private static final int LENGTH = 32;

    private final Path file;
    private final @Nullable String now;
    private final @Nullable String before;

    /** @param machineId the system's id file; without one, as in most containers, this class does nothing */
    MachineId(Path root, Path machineId) throws IOException {
        file = root.resolve("machine");
        now = hash(machineId);
        before = now != null && Files.exists(file)
            ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).trim() : null;
    }

    private static @Nullable String hash(Path machineId) {
        String id;
        try {
            id = new String(Files.readAllBytes(machineId), StandardCharsets.ISO_8859_1).trim();
        } catch (IOException e) {
            return null;
        }
        if (!id.matches("[0-9a-f]{32}")) {
            // Early in a machine's first boot the file contains "uninitialized".
            return null;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(("caravan " + id).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reports whether the state directory was another machine's. */
    boolean isAnother() {
        return before != null && !before.equals(now);
    }

    /** Remembers this machine. The caller has first replaced what two machines must not share. */
    void remember() throws IOException {
        if (now != null && !now.equals(before)) {
            Durable.replace(file, (now + "\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
