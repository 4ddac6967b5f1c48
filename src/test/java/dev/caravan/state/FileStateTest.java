package dev.caravan.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FileStateTest {

    /** A row a state, a column an event, in the order of the enums. */
    private static final Map<FileState, String> AFTER = new EnumMap<>(Map.of(
        FileState.LIVE, "LIVE ROTATED MISSING MISSING LIVE COMPLETED COMPLETED SKIPPED",
        FileState.ROTATED, "LIVE ROTATED MISSING MISSING ROTATED COMPLETED COMPLETED SKIPPED",
        FileState.MISSING, "LIVE ROTATED MISSING MISSING MISSING COMPLETED COMPLETED SKIPPED",
        FileState.COMPLETED, "LIVE COMPLETED COMPLETED COMPLETED ROTATED COMPLETED COMPLETED SKIPPED",
        FileState.SKIPPED, "LIVE SKIPPED SKIPPED SKIPPED ROTATED COMPLETED COMPLETED SKIPPED"));

    @Test
    void eachEventLeadsToOneState() {
        for (FileState state : FileState.values()) {
            String[] after = AFTER.get(state).split(" ");
            for (FileEvent event : FileEvent.values()) {
                assertEquals(after[event.ordinal()], state.after(event).name(), state + " after " + event);
            }
        }
    }

    @Test
    void whatIsStoredMeansTheSameState() {
        for (FileState state : FileState.values()) {
            assertEquals(state, FileState.of(state.isRotated(), state.isDone(), state == FileState.SKIPPED, state == FileState.MISSING));
            // What nobody reads from may be gone as well.
            assertEquals(state.isDone() ? state : FileState.MISSING,
                FileState.of(state.isRotated(), state.isDone(), state == FileState.SKIPPED, true));
        }
    }

    @Test
    void aFileGoesItsWay() {
        FileCheckpoint file = FileCheckpoint.start(1, "/l/a", 2, 3);
        FileCheckpoint rotated = file.renamed("/l/a.1", 2, 3, "/l/a");
        assertEquals(FileState.ROTATED, rotated.state());
        FileCheckpoint gone = rotated.deleted("/l/a", 17);
        assertEquals("MISSING 17 /l/a.1 3", gone.state() + " " + gone.goneSince() + " " + gone.path() + " " + gone.inode());
        FileCheckpoint copied = gone.renamed("/l/a.1.gz", 2, 4, "/l/a");
        assertEquals("ROTATED 0 /l/a.1.gz 4", copied.state() + " " + copied.goneSince() + " " + copied.path() + " " + copied.inode());
        FileCheckpoint done = copied.after(FileEvent.READ_TO_END);
        assertEquals("COMPLETED 18", done.deleted("/l/a", 18).state() + " " + done.deleted("/l/a", 18).goneSince());
        assertEquals("LIVE null", done.after(FileEvent.WRITTEN).created("/l/a", 2, 4).state() + " " + done.created("/l/a", 2, 4).log());
        assertEquals("MISSING 0", file.truncated("/l/a", 5).state() + " " + file.truncated("/l/a", 5).inode());
    }
}
