package dev.caravan.source.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What journalctl does with a cursor whose record is gone it does without a word: here it is found out. */
class StartTest {

    private static final String ID = "1".repeat(32);
    private static final String BOOT = "b".repeat(32);
    private static final String NEW_BOOT = "c".repeat(32);
    private static final String STORED = cursor(ID, 100, BOOT, 5000, 900, "ab");

    private static String cursor(String id, long sequence, String boot, long monotonic, long realtime, String hash) {
        return new Cursor(id, sequence, boot, monotonic, realtime, hash).toString();
    }

    private static Start start(String found) throws IOException {
        return Start.behind(new Place(STORED, 0), option -> {
            assertEquals("--cursor=" + STORED, option);
            return found == null ? null : new Entry(found, null, null, null, null);
        }, NEW_BOOT);
    }

    @Test
    void aCursorIsReadAndWrittenAsJournalctlHasIt() {
        String text = "s=36eacd650fd34bf7a4e6a908c8a7f53a;i=1f;b=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;m=3e8;t=60a24181e4000;x=ffffffffffffffff";
        Cursor cursor = Cursor.parse(text);
        assertEquals(text, cursor.toString());
        assertEquals(31, cursor.sequence());
        assertEquals(1000, cursor.monotonic());
        assertEquals(1_700_000_000_000_000L, cursor.realtime());
        assertNull(Cursor.parse(text + ";y=1"));
        assertNull(Cursor.parse(""));
        assertEquals(new Place(text, 7), Place.parse(new Place(text, 7).toString()));
        assertEquals(new Place(text, 0), Place.parse(text));
        assertNull(Place.parse(""));
    }

    @Test
    void theStoredRecordIsThere() throws IOException {
        Start start = start(STORED);
        assertEquals(List.of("--cursor=" + STORED), start.options());
        assertEquals(STORED, start.place().cursor());
        assertNull(start.warning());
        // Whatever follows it is new, also when the clock was set back.
        assertTrue(start.isNew(cursor(ID, 101, NEW_BOOT, 1, 1, "1")));
    }

    @Test
    void theStoredRecordWasVacuumedWithOthers() throws IOException {
        Start start = start(cursor(ID, 142, BOOT, 6000, 950, "1"));
        assertEquals(List.of("--cursor=" + STORED), start.options());
        assertTrue(start.warning().contains("were deleted (vacuumed) before they were read: 41 of all programs"), start.warning());
        assertEquals(142, start.first().sequence());
        assertNull(start.place());
        assertTrue(start.isNew(cursor(ID, 142, BOOT, 6000, 950, "1")));
        assertFalse(start.isNew(cursor(ID, 99, BOOT, 4000, 899, "1")), "journalctl may go back to what is left");
    }

    /** journalctl is started anew where files of the journal change, and no record may come meanwhile. */
    @Test
    void aLossIsReportedOnceWhereNoRecordComesAfterIt() throws IOException {
        Start first = start(cursor(ID, 142, BOOT, 6000, 950, "1"));
        assertEquals(first.warning(), first.warningAfter(null));
        assertEquals(first.warning(), first.warningAfter(start(STORED)));
        assertNull(start(cursor(ID, 142, BOOT, 6000, 950, "1")).warningAfter(first));
        String more = start(cursor(ID, 150, BOOT, 7000, 960, "1")).warningAfter(first);
        assertTrue(more.contains("before they were read: 8 of all programs"), more);
        String later = Start.behind(new Place(cursor(ID, 120, BOOT, 5500, 940, "1"), 0),
            option -> new Entry(cursor(ID, 150, BOOT, 7000, 960, "1"), null, null, null, null), NEW_BOOT).warningAfter(first);
        assertTrue(later.contains("before they were read: 29 of all programs"), later);
    }

    @Test
    void onlyTheStoredRecordWasVacuumed() throws IOException {
        Start start = start(cursor(ID, 101, BOOT, 6000, 950, "1"));
        assertNull(start.warning());
        assertTrue(start.isNew(cursor(ID, 101, BOOT, 6000, 950, "1")));
        Start inPieces = Start.behind(new Place(STORED, 2), option -> new Entry(cursor(ID, 101, BOOT, 6000, 950, "1"), null, null, null,
            null), NEW_BOOT);
        assertNotNull(inPieces.warning(), "the rest of its pieces is gone");
    }

    @Test
    void theNumberWasUsedAgainAfterAPowerLoss() throws IOException {
        for (String found : new String[] {cursor(ID, 100, NEW_BOOT, 77, 1200, "ff"), cursor(ID, 90, BOOT, 4000, 800, "1"), null}) {
            Start start = start(found);
            assertEquals(List.of(), start.options(), "all of it is looked at");
            assertNull(start.place());
            assertTrue(start.warning().contains("1970-01-01T00:00:00Z): it was cut back by a power loss, or deleted"), start.warning());
            assertFalse(start.isNew(cursor(ID, 90, BOOT, 4000, 800, "1")));
            assertFalse(start.isNew(STORED));
            assertFalse(start.isNew(cursor(ID, 50, "d".repeat(32), 1_000_000, 700, "1")), "a boot before");
            assertTrue(start.isNew(cursor(ID, 91, "d".repeat(32), 1, 901, "1")), "a boot after");
            assertTrue(start.isNew(cursor(ID, 91, BOOT, 5001, 10, "1")), "the clock was set back in the same boot");
            assertTrue(start.isNew(cursor(ID, 92, NEW_BOOT, 1, 10, "1")), "the boot that is running, with a wrong clock");
        }
    }

    @Test
    void aJournalOfAnotherIdHasNoneOfTheNumbers() throws IOException {
        Start start = start(cursor("2".repeat(32), 200, BOOT, 6000, 950, "1"));
        assertTrue(start.warning().contains("cut back"), start.warning());
        assertTrue(start.isNew(cursor("2".repeat(32), 3, BOOT, 6000, 950, "1")));
        assertFalse(start.isNew(cursor("2".repeat(32), 300, BOOT, 4000, 850, "1")));
    }

    @Test
    void unitsOfThisProcessAreServicesThatRunItDirectly() {
        assertEquals("caravan.service", OwnRecords.unit("0::/system.slice/caravan.service\n"));
        assertEquals("caravan.service", OwnRecords.unit("4:memory:/x.service\n1:name=systemd:/system.slice/caravan.service\n"));
        assertNull(OwnRecords.unit("0::/user.slice/user-0.slice/session-3.scope\n"));
        assertNull(OwnRecords.unit("0::/\n"));
        assertNull(OwnRecords.unit(""));
    }
}
