package dev.caravan.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.check.CheckResult.Level;
import dev.caravan.routes.RouteSource;
import dev.caravan.source.journal.JournalSource;
import dev.caravan.source.journal.JournalTrial;
import dev.caravan.testing.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan check} reads the journal as a first start would, by the real journalctl. */
@Tag("slow")
class JournalCheckTest {

    @TempDir
    Path directory;
    private Journal journal;

    @BeforeEach
    void start() throws Exception {
        journal = new Journal(Files.createDirectory(directory.resolve("journal")));
    }

    @AfterEach
    void stop() {
        if (journal != null) {
            journal.close();
        }
    }

    private CheckResult check(Path at, String matches, String fields) {
        String yaml = """
            - route:
                id: logins
                from:
                  uri: kamelet:journal-source
                  parameters:
                    source: logins
                  steps:
                    - unmarshal: { custom: { ref: journal } }
                    - to: kamelet:s3-batch-sink?source=logins
            """;
        CheckReport report = new CheckReport();
        new SourceCheck(new RouteSource(null, true, yaml, "logins", at.toString(), "", "", null, null,
            new RouteSource.Journal(matches, fields, ""), List.of("logins")), report).run();
        assertEquals(1, report.results().size(), report.table());
        return report.results().get(0);
    }

    private void write() throws Exception {
        journal.write("a", journal.entry("Accepted password for alice from 203.0.113.7 port 57264 ssh2"), journal.entry("two\nlines"),
            journal.entry("of another facility").set("SYSLOG_FACILITY", "3"), journal.entry("x".repeat(5000)));
    }

    @Test
    void recordsThatMatchAreCountedAndTheFirstOnesAreParsed() throws Exception {
        write();
        CheckResult result = check(journal.directory(), "SYSLOG_FACILITY=4 SYSLOG_FACILITY=10", "");
        assertEquals(new CheckResult(Level.OK, "logins", "the journal in " + journal.directory()
            + " (SYSLOG_FACILITY=4 SYSLOG_FACILITY=10): 3 records; the first 3 are understood"), result);
    }

    @Test
    void moreIsCountedThanIsParsed() throws Exception {
        try (Journal.Writer writer = journal.writer("a")) {
            for (int i = 0; i < 300; i++) {
                writer.write(journal.entry("m".repeat(1000)));
            }
        }
        CheckResult result = check(journal.directory(), "", "");
        assertEquals(Level.OK, result.level(), result.text());
        assertTrue(result.text().matches(".*: 300 records; the first [3-6][0-9] are understood"), result.text());
    }

    @Test
    void theShareThatIsRefusedIsTold() throws Exception {
        write();
        CheckResult result = check(journal.directory(), "", "MESSAGE");
        assertEquals(Level.FAIL, result.level(), result.text());
        assertTrue(result.text().endsWith(": 4 records; 4 of the first 4 are not understood, and go to unparsed/"), result.text());
    }

    @Test
    void thatNothingMatchesIsToldFromThatThereIsNoJournal() throws Exception {
        Path none = Files.createDirectory(directory.resolve("none"));
        CheckResult result = check(none, "", "");
        assertEquals(Level.FAIL, result.level(), result.text());
        assertTrue(result.text().contains("there is no journal: is systemd-journald running"), result.text());
        write();
        result = check(journal.directory(), "SYSLOG_FACILITY=9", "");
        assertEquals(Level.NOTE, result.level(), result.text());
        assertTrue(result.text().endsWith("can be read; it has no record that matches yet"), result.text());
    }

    @Test
    void countingEndsWithItsTime() throws Exception {
        write();
        JournalSource source = new JournalSource();
        source.setDirectory(journal.directory().toString());
        JournalTrial.Found found = new JournalTrial(source, 1000, 0).read();
        assertTrue(found.records() <= 4 && found.said().isEmpty(), found.toString());
    }

    @Test
    void whatJournalctlSaysIsTold() throws Exception {
        CheckResult result = check(directory.resolve("missing"), "", "");
        assertEquals(Level.FAIL, result.level(), result.text());
        assertTrue(result.text().contains("the journal cannot be read: journalctl failed: its exit value was 1; it said: Failed to open "
            + directory.resolve("missing")), result.text());
        assertEquals("matches of source logins has \"--file=/etc/shadow\": each must be FIELD=value, for example SYSLOG_FACILITY=10, or +",
            check(journal.directory(), "--file=/etc/shadow", "").text());
    }
}
