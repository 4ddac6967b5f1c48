package dev.caravan.source.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.testing.Journal;
import dev.caravan.testing.LogCapture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real journals, read by the real journalctl: each record once, whatever happens to either. */
@Tag("slow")
class JournalReaderTest {

    @TempDir
    Path directory;
    private Journal journal;
    private Collected collected;

    @BeforeEach
    void start() throws IOException {
        journal = new Journal(Files.createDirectory(directory.resolve("journal")));
        collected = new Collected(directory.resolve("state"), journal.directory());
    }

    @AfterEach
    void stop() throws IOException {
        if (journal != null) {
            journal.close();
            collected.close();
        }
    }

    private Journal.Entry[] entries(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> journal.entry("line " + n)).toArray(Journal.Entry[]::new);
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(n -> "line " + n).toList();
    }

    private List<ProcessHandle> journalctls() {
        return ProcessHandle.current().children().filter(p -> p.info().command().orElse("").endsWith("journalctl")).toList();
    }

    @Test
    void eachRecordComesOnceAlsoAfterKillsOfJournalctlAndOfTheReader() throws Exception {
        journal.write("a", entries(0, 30));
        collected.start().read(30).seal();
        try (Journal.Writer writer = journal.writer("a")) {
            for (int n = 30; n < 90; n++) {
                writer.write(journal.entry("line " + n));
                if (n % 7 == 0) {
                    collected.read(n - 5);
                    journalctls().forEach(ProcessHandle::destroyForcibly);
                }
                if (n % 10 == 0) {
                    collected.seal();
                }
                if (n % 25 == 0) {
                    // What is not sealed is lost with the process.
                    collected.start();
                }
            }
        }
        assertEquals(lines(0, 90), collected.read(90).readMore().messages());
        assertTrue(collected.stats.problems().isEmpty(), collected.stats.problems()::toString);
    }

    @Test
    void aBatchThatIsThrownAwayIsReadAgainAndSoIsABlockThatIsNotStored() throws Exception {
        journal.write("a", entries(0, 10));
        collected.start().read(10).seal();
        journal.write("a", entries(10, 20));
        collected.read(20);
        collected.rollback();
        collected.read(20);
        assertEquals(lines(0, 20), collected.messages());
        journal.write("a", entries(20, 25));
        Block lost = null;
        while (lost == null) {
            lost = collected.reader.next();
        }
        assertFalse(collected.reader.isStored());
        assertTrue(collected.reader.hasWork());
        collected.read(25);
        assertFalse(lost.acknowledger().isNext(), "it comes too late");
        assertEquals(lines(0, 25), collected.readMore().messages());
    }

    @Test
    void aRecordIsOneLineWhateverIsInIt() throws Exception {
        byte[] bytes = "a\u0085\u2028b\0\n\tc\u001b".getBytes(StandardCharsets.UTF_8);
        bytes[0] = (byte) 0xff;
        journal.write("a", journal.entry("two\nlines").with("MESSAGE", "another"), journal.entry("x").with("OTHER", bytes),
            journal.entry(""), journal.entry("y".repeat(200_000)));
        collected.fields = new java.util.TreeSet<>(List.of("MESSAGE", "OTHER"));
        collected.start().read(4);
        assertEquals(4, collected.open.size());
        assertEquals("{\"MESSAGE\":[\"two\\nlines\",\"another\"]}", collected.open.get(0));
        assertTrue(collected.open.get(1).contains("\"OTHER\":\"\ufffd\\u0085\\u2028b\\u0000\\n\\tc\\u001B\""), collected.open.get(1));
        assertEquals("{}", collected.open.get(2));
        assertEquals(200_000, collected.messages().get(3).length());
    }

    @Test
    void aMessageOf3MegabytesComesInPiecesOnceAlsoWhenTheProcessDiesBetweenThem() throws Exception {
        String text = "ä€\ud83d\ude00".repeat(340_000);
        journal.write("a", journal.entry("before"), journal.entry(text), journal.entry("after"));
        int pieces = 2 + text.getBytes(StandardCharsets.UTF_8).length / collected.maxLineBytes + 1;
        for (int n = 1; n <= pieces; n++) {
            collected.start().read(n).seal();
        }
        assertEquals(List.of(), collected.start().readMore().open);
        List<String> messages = collected.messages();
        assertEquals("before", messages.get(0));
        assertEquals("after", messages.get(messages.size() - 1));
        assertEquals(text, String.join("", messages.subList(1, messages.size() - 1)));
        assertTrue(collected.sealed.get(1).startsWith("{\"CARAVAN_PIECE\":1,\"MESSAGE\":"));
        assertTrue(collected.sealed.get(messages.size() - 2).startsWith("{\"CARAVAN_PIECE\":3,\"CARAVAN_PIECES\":3,"),
            () -> collected.sealed.get(messages.size() - 2).substring(0, 60));
    }

    @Test
    void recordsOfOtherMachinesAndOfThisProcessAreLeftOut() throws Exception {
        long pid = ProcessHandle.current().pid();
        journal.write("a", journal.entry("line 0"), journal.entry("x").ofMachine("b".repeat(32)),
            journal.entry("x").ofProcess(pid), journal.entry("x").with("_SYSTEMD_UNIT", "caravan.service"),
            journal.entry("line 1").ofProcess(pid).ofBoot("c".repeat(32), 1), journal.entry("line 2").with("_SYSTEMD_UNIT", "ssh.service"));
        collected.machine = Journal.MACHINE;
        collected.own = new OwnRecords("caravan.service", Journal.BOOT, Long.toString(pid));
        assertEquals(lines(0, 3), collected.start().readMore().messages());
    }

    @Test
    void allBootsAreReadAndWhatComesAfterRotation() throws Exception {
        journal.write("a", journal.entry("line 0").ofBoot("1".repeat(32), 5_000_000), journal.entry("line 1").ofBoot("2".repeat(32), 1));
        collected.start().read(2).seal();
        journal.write("b", entries(2, 4));
        collected.read(4);
        collected.start().read(4);
        assertEquals(lines(0, 4), collected.readMore().messages());
    }

    @Test
    void atTheEndIsBehindTheLastRecordWhicheverMatches() throws Exception {
        journal.write("a", entries(0, 3));
        collected.fromEnd = true;
        collected.start();
        assertNull(collected.reader.next());
        journal.write("a", entries(3, 5));
        collected.start().read(2);
        assertEquals(lines(3, 5), collected.readMore().messages());
    }

    @Test
    void atTheEndOfNothingEverythingIsNew() throws Exception {
        collected.fromEnd = true;
        collected.start().readMore();
        journal.write("a", entries(0, 2));
        assertEquals(lines(0, 2), collected.start().read(2).messages());
    }

    /** Sequence numbers are used again then: by itself journalctl would pass over the first records that are new. */
    @Test
    void aJournalThatWasCutBackByAPowerLossLosesNoRecordThatIsNewAndRepeatsNone() throws Exception {
        journal.write("a", entries(0, 5));
        byte[] synced = Files.readAllBytes(journal.file("a"));
        journal.write("a", entries(5, 9));
        collected.start().read(9).seal();
        Files.write(journal.file("a"), synced);
        String boot = "b".repeat(32);
        // The clock of this machine is not kept while it is off.
        collected.own = new OwnRecords(null, boot, "1");
        for (int n = 9; n < 15; n++) {
            journal.write("a", journal.entry("line " + n).ofBoot(boot, n * 1000).at(Journal.BEGIN + n));
        }
        try (LogCapture log = new LogCapture()) {
            collected.start().read(15);
            assertEquals(lines(0, 15), collected.readMore().messages());
            collected.seal().start().readMore();
            assertEquals(lines(0, 15), collected.messages());
            assertEquals(1, log.text().split("no longer has the last stored record", -1).length - 1, log.text());
        }
    }

    @Test
    void aPlaceThatCannotBeUnderstoodReadsAllAgainAndSaysSo() throws Exception {
        journal.write("a", entries(0, 3));
        collected.start().read(3);
        collected.ledger.stored(collected.ledger.journal().withPlace("s=damaged", 3));
        collected.seal();
        try (LogCapture log = new LogCapture()) {
            collected.start().read(6);
            assertEquals(6, collected.messages().size());
            assertTrue(log.text().contains("\"s=damaged\", cannot be understood; all of the journal is read again"), log.text());
        }
    }

    @Test
    void whatKeepsJournalctlFromReadingIsToldAndOverWhenItCanAgain() throws Exception {
        Path elsewhere = directory.resolve("elsewhere");
        Files.move(journal.directory(), elsewhere);
        collected.start().readMore();
        assertTrue(collected.stats.problems().toString().contains("No such file or directory"), collected.stats.problems()::toString);
        Files.move(elsewhere, journal.directory());
        journal.write("a", entries(0, 1));
        collected.read(1);
        assertEquals(lines(0, 1), collected.messages());
        assertTrue(collected.stats.problems().isEmpty(), collected.stats.problems()::toString);
        assertEquals(1, collected.stats.get(SourceStats.Event.LINES_READ));
    }

    @Test
    void journalctlEndsWithTheReader() throws Exception {
        journal.write("a", entries(0, 1));
        collected.start().read(1);
        List<ProcessHandle> running = journalctls();
        assertEquals(1, running.size());
        collected.reader.close();
        running.get(0).onExit().get(10, java.util.concurrent.TimeUnit.SECONDS);
        assertNull(collected.reader.next());
        assertEquals(List.of(), journalctls());
    }

    /** Else a quiet source would say after each start that records may be missing. */
    @Test
    void thePlaceMovesOnWithTheJournalWhereNothingMatches() throws Exception {
        collected.matches = List.of("SYSLOG_IDENTIFIER=sshd");
        journal.write("a", journal.entry("line 0"), journal.entry("x").set("SYSLOG_IDENTIFIER", "other"), journal.entry("y")
            .set("SYSLOG_IDENTIFIER", "other"));
        collected.start().read(1).seal();
        String before = collected.ledger.journal().place();
        collected.reader.idle = 1;
        collected.readMore();
        String moved = collected.ledger.journal().place();
        assertEquals(Cursor.parse(before).sequence() + 2, Cursor.parse(moved).sequence());
        journal.write("a", journal.entry("line 1"));
        assertEquals(lines(0, 2), collected.start().read(2).messages());
        // What is not stored yet is not passed over.
        assertEquals(moved, collected.start().ledger.journal().place());
        collected.read(2);
        collected.reader.idle = 1;
        assertEquals(lines(0, 2), collected.readMore().messages());
    }

    @Test
    void theEndIsKnownAlsoWhereThePlaceIsAtARecordThatDoesNotMatch() throws Exception {
        collected.matches = List.of("SYSLOG_IDENTIFIER=sshd");
        journal.write("a", journal.entry("line 0"), journal.entry("x").set("SYSLOG_IDENTIFIER", "other"));
        collected.start().read(1).seal();
        assertTrue(collected.readMore().reader.isAtEnd());
        collected.reader.idle = 1;
        collected.readMore();
        assertTrue(collected.start().readMore().reader.isAtEnd(), "nothing was printed, and nothing is to come");
        journal.write("a", journal.entry("line 1"));
        assertFalse(collected.reader.isAtEnd());
        collected.read(2);
        assertTrue(collected.readMore().reader.isAtEnd());
    }
}
