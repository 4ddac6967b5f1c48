package dev.caravan.source.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the journal deletes before it is read is told, and nothing else is. */
class OldestRecordTest {

    private long seconds = 100;
    private long first = 1;
    private int asked;
    private final OldestRecord oldest = new OldestRecord(() -> {
        asked++;
        return new Entry(cursor(first), null, null, null, null);
    }, () -> TimeUnit.SECONDS.toNanos(seconds));

    private static String cursor(long sequence) {
        return "s=" + "a".repeat(32) + ";i=" + Long.toHexString(sequence) + ";b=" + "b".repeat(32) + ";m=1;t=1;x=1";
    }

    /** How many may be missing; 0 where nothing is told. */
    private long after(long pause, long sequence) throws IOException {
        seconds += pause;
        return oldest.check(new Place(cursor(sequence), 0)).map(text -> Long.valueOf(text.replaceFirst(".*up to ([0-9]+) of all programs.*", "$1")))
            .orElse(0L);
    }

    @Test
    void whatWasReadLongAgoMayBeDeleted() throws Exception {
        assertEquals(0, after(0, 1000));
        first = 1000;
        assertEquals(0, after(60, 1500));
        first = 1501;
        assertEquals(0, after(60, 2000));
        assertEquals(2, asked);
    }

    @Test
    void whatIsDeletedInAPauseIsTold() throws Exception {
        assertEquals(0, after(0, 1000));
        assertEquals(0, after(1, 1200));
        first = 5000;
        assertEquals(3999, after(8, 6000));
        assertEquals(0, after(8, 6001));
    }

    @Test
    void whatIsDeletedWhileMuchIsReadIsTold() throws Exception {
        assertEquals(0, after(0, 1000));
        for (int i = 1; i < 5; i++) {
            assertEquals(0, after(1, 1000 + i));
        }
        assertEquals(0, asked);
        first = 3000;
        assertEquals(1999, after(1, 2000));
        assertEquals(1, asked);
    }

    @Test
    void whatDoesNotMatchIsPassedWithoutAWord() throws Exception {
        assertEquals(0, after(0, 1000));
        oldest.passed(Cursor.parse(cursor(8000)));
        first = 8001;
        assertEquals(0, after(600, 9000));
        first = 9002;
        assertEquals(1, after(600, 9500));
    }
}
