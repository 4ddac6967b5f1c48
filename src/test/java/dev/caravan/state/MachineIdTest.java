package dev.caravan.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a machine must not make the keys of the first one. */
class MachineIdTest {

    private static final String ONE = "0123456789abcdef0123456789abcdef\n";
    private static final String OTHER = "fedcba9876543210fedcba9876543210\n";

    @TempDir
    Path directory;

    private String instance(String id) throws IOException {
        Path file = directory.resolve("machine-id");
        Files.deleteIfExists(file);
        if (id != null) {
            Files.writeString(file, id);
        }
        try (StateDirectory state = StateDirectory.of(List.of(StateLock.take(directory.resolve("state"))), file)) {
            return state.instance();
        }
    }

    @Test
    void anotherMachineMeansAnotherIdOnce() throws IOException {
        try (LogCapture log = new LogCapture()) {
            String first = instance(ONE);
            assertEquals(first, instance(ONE));
            assertFalse(log.text().contains("another machine"), log.text());
            String second = instance(OTHER);
            assertNotEquals(first, second);
            assertTrue(log.text().contains("was written on another machine") && log.text().contains(first), log.text());
            assertEquals(second, instance(OTHER));
            assertEquals(1, log.text().lines().filter(l -> l.contains("another machine")).count());
        }
        String kept = Files.readString(directory.resolve("state/machine"));
        assertTrue(kept.matches("[0-9a-f]{32}\n") && !kept.equals(OTHER), kept);
    }

    @Test
    void withoutAnIdNothingHappens() throws IOException {
        String first = instance(null);
        assertEquals(first, instance(""));
        assertEquals(first, instance("uninitialized\n"));
        assertFalse(Files.exists(directory.resolve("state/machine")));
        // A state of before, and one that was in a container for a time.
        assertEquals(first, instance(ONE));
        assertEquals(first, instance(null));
        assertEquals(first, instance(ONE));
    }
}
