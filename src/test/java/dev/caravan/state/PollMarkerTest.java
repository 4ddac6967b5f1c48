package dev.caravan.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PollMarkerTest {

    @TempDir
    Path directory;
    private Path file;

    @BeforeEach
    void start() {
        file = directory.resolve("polling");
    }

    /** A run that dies in a poll. */
    private void die(long sequence) {
        PollMarker marker = new PollMarker(file, sequence);
        assertFalse(marker.isLeftOut());
        marker.begins();
    }

    @Test
    void aSourceIsLeftOutForOneRunAfterTwoThatDiedInItsPoll() {
        die(5);
        die(5);
        assertTrue(new PollMarker(file, 5).isLeftOut());
        die(5);
        die(5);
        assertTrue(new PollMarker(file, 5).isLeftOut());
    }

    @Test
    void notWhereBatchesAreSealedBetween() {
        for (int sequence = 0; sequence < 10; sequence++) {
            die(sequence);
        }
    }

    @Test
    void notWhereTheRunDiedOutsideOfAPoll() {
        for (int i = 0; i < 5; i++) {
            PollMarker marker = new PollMarker(file, 5);
            assertFalse(marker.isLeftOut());
            marker.begins();
            marker.ends();
        }
        die(5);
        new PollMarker(file, 5);
        die(5);
        assertFalse(new PollMarker(file, 5).isLeftOut());
    }

    @Test
    void notAfterAStop() {
        for (int i = 0; i < 5; i++) {
            PollMarker marker = new PollMarker(file, 5);
            assertFalse(marker.isLeftOut());
            marker.begins();
            marker.close();
            marker.begins();
            assertFalse(Files.exists(file));
        }
    }

    @Test
    void pollsThatFindNothingWriteNothing() {
        PollMarker marker = new PollMarker(file, 5);
        marker.begins();
        assertTrue(Files.exists(file));
        marker.found(false);
        marker.ends();
        assertFalse(Files.exists(file));
        marker.begins();
        assertFalse(Files.exists(file));
        marker.found(true);
        marker.ends();
        marker.begins();
        assertTrue(Files.exists(file));
    }

    @Test
    void aFileThatSaysNothingCountsOnce() throws IOException {
        for (String text : new String[] {"", "1", "x y", "99999999999999999999 5"}) {
            Files.writeString(file, text);
            assertFalse(new PollMarker(file, 5).isLeftOut(), text);
        }
        new PollMarker(directory.resolve("none/polling"), 5).begins();
        assertEquals(0, directory.toFile().list().length);
    }
}
