package dev.caravan.parse.web;

import dev.caravan.parse.core.JsonLine;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.pipeline.BlockSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries the formats of access logs that need no description on lines of a file, to tell which one it has.
 */
public final class FormatGuess {

    /**
     * A format and how many lines it fits.
     *
     * @param name  for people
     * @param lines number of lines that have it
     * @param what  what to set for it
     */
    public record Candidate(String name, long lines, String what) {
    }

    private static final class Try {
        private final String name;
        private final LineParser parser;
        private final boolean extra;
        private final String what;
        private long lines;

        Try(String name, LineParser parser, boolean extra, String what) {
            this.name = name;
            this.parser = parser;
            this.extra = extra;
            this.what = what;
        }
    }

    private final List<Try> tries = List.of(
        new Try("combined", new NginxAccess(), false, "nothing: format raw suits Panther's Nginx.Access and Apache.AccessCombined"),
        new Try("combined with further columns (nginx's main)", new NginxAccess(), true,
            "caravan.source.nginx.format = json; raw lines do not suit Panther's Nginx.Access"),
        new Try("Apache's common, combined or vhost_combined", new ApacheAccess(), false, "caravan.source.apache.format = json"),
        new Try("JSON, one object a line", new JsonLine(), false, "caravan.source.nginx.format = json, or the parser jsonLines"));
    private long lines;

    /** Tries a line, without its newline. */
    public void add(byte[] line, BlockSource origin) {
        lines++;
        Line view = new Line().set(line, 0, line.length);
        view.begin(origin, null);
        for (Try each : tries) {
            RecordWriter record = new RecordWriter();
            record.begin();
            try {
                if (each.parser.parse(view, record) && isItsKind(each, record)) {
                    each.lines++;
                }
            } catch (RefusedLineException e) {
                // Not this one.
            }
        }
    }

    private static boolean isItsKind(Try each, RecordWriter record) {
        if (each.parser instanceof JsonLine) {
            return true;
        }
        String text = new String(record.bytes(), 0, record.size(), java.nio.charset.StandardCharsets.UTF_8);
        // NginxAccess passes JSON, too: such a record begins as the line did.
        return (text.startsWith("{\"remoteAddr\":") || text.startsWith("{\"virtualHost\":"))
            && text.contains(",\"extra\":[") == each.extra;
    }

    /** Lines that were tried. */
    public long lines() {
        return lines;
    }

    /** The formats that some lines have, the one that most have first. */
    public List<Candidate> candidates() {
        List<Candidate> all = new ArrayList<>();
        for (Try each : tries) {
            if (each.lines > 0) {
                all.add(new Candidate(each.name, each.lines, each.what));
            }
        }
        all.sort(java.util.Comparator.comparingLong(Candidate::lines).reversed());
        return all;
    }
}
