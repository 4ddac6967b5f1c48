package dev.caravan.health;

import dev.caravan.logging.LogText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A snapshot as a table for a terminal. */
final class StatusTable {

    private static final String[] COLUMNS = {"SOURCE", "STATE", "BEHIND", "LINES/S", "BYTES/S", "UNPARSED", "LAST OBJECT"};

    private final Snapshot snapshot;

    StatusTable(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** Returns the lines, each with a newline at its end. */
    String text() {
        StringBuilder out = new StringBuilder();
        List<String> problems = snapshot.problems();
        out.append("Caravan ").append(snapshot.version()).append(", process ").append(snapshot.pid()).append(", up ")
            .append(Words.duration(snapshot.time() - snapshot.startedAt())).append(": ")
            .append(problems.isEmpty() ? "ready" : "NOT READY").append('\n');
        out.append("objects go to ").append(snapshot.destination()).append("; state in ").append(snapshot.state()).append("\n\n");
        sources(out);
        OutboxSnapshot outbox = snapshot.outbox();
        out.append("\noutbox    ").append(outbox.objects()).append(" objects, ").append(Words.bytes(outbox.bytes())).append(" of ")
            .append(Words.bytes(outbox.limitBytes()));
        if (outbox.oldest() > 0) {
            out.append(", the oldest ").append(Words.duration(snapshot.time() - outbox.oldest())).append(" old");
        }
        out.append("\ndelivery  ").append(delivery()).append('\n');
        problems.forEach(problem -> out.append("\n! ").append(LogText.escape(problem)).append('\n'));
        if (snapshot.delivery().note() != null) {
            out.append("\nNote: ").append(LogText.escape(snapshot.delivery().note())).append('\n');
        }
        files(out);
        return out.toString();
    }

    private void sources(StringBuilder out) {
        List<String[]> rows = new ArrayList<>();
        rows.add(COLUMNS);
        for (SourceSnapshot source : snapshot.sources()) {
            rows.add(new String[] {source.name(), source.state().word(), behind(source),
                String.format(Locale.ROOT, "%.1f", source.linesPerSecond()), Words.bytes(Math.round(source.bytesPerSecond())),
                Long.toString(source.unparsed()), lastObject(source)});
        }
        int[] widths = new int[COLUMNS.length];
        rows.forEach(row -> {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        });
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                boolean number = i >= 3 && i <= 5;
                String fill = " ".repeat(widths[i] - row[i].length());
                line.append(i == 0 ? "" : "  ").append(number ? fill + row[i] : row[i] + fill);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private String behind(SourceSnapshot source) {
        return source.behindBytes() == 0 ? "-" : Words.bytes(source.behindBytes())
            + (source.behindSince() == 0 ? "" : ", " + Words.duration(snapshot.time() - source.behindSince()));
    }

    private String lastObject(SourceSnapshot source) {
        return source.lastDelivery() == 0 ? "none yet" : Words.duration(snapshot.time() - source.lastDelivery()) + " ago: "
            + LogText.escape(source.lastKey());
    }

    private String delivery() {
        DeliverySnapshot delivery = snapshot.delivery();
        if (delivery.problem() == null) {
            return "ok, " + delivery.stored() + " objects delivered since the start";
        }
        return "retrying" + (delivery.failingSince() == 0 ? "" : " for " + Words.duration(snapshot.time() - delivery.failingSince()))
            + ", next try " + (delivery.untilNextTry() == 0 ? "now" : "in " + Words.duration(delivery.untilNextTry()));
    }

    private void files(StringBuilder out) {
        String before = "\n";
        for (SourceSnapshot source : snapshot.sources()) {
            for (FileSnapshot file : source.files()) {
                out.append(before).append(source.name()).append("  ").append(LogText.escape(file.path())).append("  ")
                    .append(file.offset()).append(file.size() < 0 ? "" : " of " + file.size()).append(" bytes")
                    .append(file.rotated() ? ", rotated" : "").append('\n');
                before = "";
            }
        }
    }
}
