package dev.caravan.source.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the journal deletes before it is read is reported, however soon, and nothing else is. */
class OldestRecordTest {

    private final NavigableSet<Long> journal = new TreeSet<>();
    private boolean changed;
    private int asked;
    private final OldestRecord oldest = new OldestRecord(option -> {
        asked++;
        Cursor from = Cursor.parse(option.substring("--cursor=".length()));
        Long first = journal.ceiling(from.sequence());
        return first == null ? null : new Entry(cursor(first), null, null, null, null);
    }, () -> {
        boolean is = changed;
        changed = false;
        return is;
    });

    private static String cursor(long sequence) {
        return "s=" + "a".repeat(32) + ";i=" + Long.toHexString(sequence) + ";b=" + "b".repeat(32) + ";m=1;t=1;x=1";
    }

    private void write(long from, long to) {
        LongStream.rangeClosed(from, to).forEach(journal::add);
    }

    private void delete(long from, long to) {
        journal.subSet(from, true, to, true).clear();
        changed = true;
    }

    /** How many may be missing after records up to this one were read; 0 where nothing is reported. */
    private long read(long sequence) throws IOException {
        return oldest.check(new Place(cursor(sequence), 0)).map(text -> Long.valueOf(text.replaceFirst(".*up to ([0-9]+) of all programs.*", "$1")))
            .orElse(0L);
    }

    @Test
    void whatWasReadMayBeDeleted() throws Exception {
        write(1, 2000);
        assertEquals(0, read(1000));
        delete(1, 999);
        assertEquals(0, read(1500));
        delete(1000, 1500);
        assertEquals(0, read(2000));
        assertEquals(2, asked);
    }

    /** No time is left for a stop of Caravan to come between. */
    @Test
    void whatIsDeletedBetweenTwoBlocksIsReportedWithTheSecond() throws Exception {
        write(1, 6001);
        assertEquals(0, read(1000));
        delete(1, 4999);
        assertEquals(3999, read(6000));
        assertEquals(0, read(6001));
        assertEquals(1, asked);
    }

    @Test
    void nothingIsAskedWhileTheFilesStayAsTheyAre() throws Exception {
        write(1, 2000);
        for (int i = 1; i < 5; i++) {
            assertEquals(0, read(1000 + i));
        }
        assertEquals(0, asked);
    }

    /** The file of a user who seldom logs in is kept for long. */
    @Test
    void anOldRecordInAnotherFileHidesNoLoss() throws Exception {
        write(1, 3000);
        assertEquals(0, read(1000));
        delete(2, 1999);
        assertEquals(999, read(2500));
    }

    @Test
    void whatIsDeletedAfterTheStartIsReportedWithTheFirstBlock() throws Exception {
        write(1, 3000);
        oldest.begin(Cursor.parse(cursor(1000)));
        delete(1, 1999);
        assertEquals(999, read(2500));
        oldest.begin(null);
        delete(1, 2999);
        assertEquals(0, read(3000));
    }
}
