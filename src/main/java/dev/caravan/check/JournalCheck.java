package dev.caravan.check;

import dev.caravan.check.SourceCheck.Trialled;
import dev.caravan.pipeline.SystemJournal;
import dev.caravan.routes.RouteSource;
import dev.caravan.source.journal.JournalSource;
import dev.caravan.source.journal.JournalTrial;
import java.io.IOException;
import java.nio.file.Path;

/** Whether the journal of a source can be read, how many records a first start would take, and whether the first ones are understood. */
final class JournalCheck {

    private static final int SAMPLE_BYTES = 64 * 1024;
    private static final long COUNT_SECONDS = 20;

    /** Runs the route's steps on lines. */
    interface Steps {
        Trialled run(String name, byte[] lines) throws IOException;
    }

    private final RouteSource source;
    private final RouteSource.Journal journal;
    private final CheckReport report;

    JournalCheck(RouteSource source, RouteSource.Journal journal, CheckReport report) {
        this.source = source;
        this.journal = journal;
        this.report = report;
    }

    void run(Steps steps) throws IOException {
        JournalTrial.Found found;
        try {
            found = new JournalTrial(parameters(), SAMPLE_BYTES, COUNT_SECONDS).read();
        } catch (IllegalArgumentException e) {
            report.fail(source.name(), String.valueOf(e.getMessage()));
            return;
        } catch (IOException e) {
            report.fail(source.name(), "the journal cannot be read: " + e.getMessage());
            return;
        }
        if (!found.said().isEmpty()) {
            report.fail(source.name(), found.journal() + ", read by the user " + System.getProperty("user.name") + ": journalctl says: "
                + found.said());
        }
        if (found.records() > 0) {
            tell(found, steps.run("journal", found.lines()));
        } else if (found.said().isEmpty() && isThere()) {
            report.note(source.name(), found.journal() + " can be read; it has no record that matches yet");
        } else if (found.said().isEmpty()) {
            report.fail(source.name(), found.journal() + ": there is no journal: is systemd-journald running, and does journald.conf not say"
                + " Storage=none?");
        }
    }

    private JournalSource parameters() {
        JournalSource parameters = new JournalSource();
        parameters.setSource(source.name());
        parameters.setMatches(journal.matches());
        parameters.setFields(journal.fields());
        parameters.setMachine(journal.machine());
        parameters.setDirectory(source.directory());
        return parameters;
    }

    private boolean isThere() {
        return source.directory().isEmpty() ? SystemJournal.isThere() : SystemJournal.hasFiles(Path.of(source.directory()));
    }

    private void tell(JournalTrial.Found found, Trialled sample) {
        String text = found.journal() + ": " + (found.isAll() ? "" : "more than ") + found.records() + " records; ";
        if (sample.refused() == 0) {
            report.ok(source.name(), text + "the first " + sample.lines() + " are understood");
            return;
        }
        text += sample.refused() + " of the first " + sample.lines() + " are not understood, and go to unparsed/";
        if (sample.refused() * 2 > sample.lines()) {
            report.fail(source.name(), text);
        } else {
            report.note(source.name(), text);
        }
    }
}
