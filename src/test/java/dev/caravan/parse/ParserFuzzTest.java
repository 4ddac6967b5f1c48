package dev.caravan.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.schema.SchemaCheck;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Lines made from a known truth, with hostile names, agents and requests: each record is one line of JSON, fits its schema, and has no
 * field from the wrong place. The fast layer looks at a few thousand lines of a fixed seed; verify goes on for half a minute, {@code
 * -Dfuzz.seconds=3600} for an hour; {@code -Dfuzz.seed=N} begins elsewhere or repeats a failure.
 */
class ParserFuzzTest {

    private static final int LINES = 3000;
    private static final int ROUND = 500;
    private static final long HALF_A_MINUTE = 30;

    private final Map<String, StringBuilder> records = new TreeMap<>();

    @Test
    void noFieldComesFromTheWrongPlace() {
        rounds(0);
    }

    @Tag("slow")
    @Test
    void noFieldComesFromTheWrongPlaceForLonger() {
        rounds(Long.getLong("fuzz.seconds", HALF_A_MINUTE));
    }

    private void rounds(long seconds) {
        long seed = Long.getLong("fuzz.seed", 1);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (long i = 0; i < LINES || System.nanoTime() < end; i += ROUND) {
            round(seed++);
        }
    }

    private void round(long seed) {
        TrueLines lines = new TrueLines(new Random(seed));
        records.clear();
        for (int i = 0; i < ROUND; i++) {
            Truth truth = lines.next();
            try {
                look(truth);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("-Dfuzz.seed=" + seed + ", line " + i + ": " + e.getMessage() + "\n"
                    + new String(truth.line(), StandardCharsets.UTF_8), e);
            }
        }
        records.forEach((schema, all) -> {
            try {
                SchemaCheck.assertFits(schema, all.toString());
            } catch (AssertionError e) {
                throw new AssertionError("-Dfuzz.seed=" + seed + ": " + e.getMessage(), e);
            }
        });
    }

    private void look(Truth truth) {
        byte[] text = truth.line();
        Line line = new Line().set(text, 0, text.length);
        line.begin(Parsing.origin(Parsing.READ), truth.state);
        RecordWriter out = new RecordWriter();
        out.declare(truth.parser.records());
        out.begin();
        try {
            if (!truth.parser.parse(line, out)) {
                truth.refused("no record");
                return;
            }
        } catch (RefusedLineException e) {
            truth.refused(e.getMessage());
            return;
        }
        out.end();
        byte[] json = Arrays.copyOf(out.bytes(), out.size());
        String record = new String(json, StandardCharsets.UTF_8);
        // As readers split that know Unicode's line ends.
        assertEquals(1, record.split("[\\n\\r\\u000b\\u000c\\u001c-\\u001e\\u0085\\u2028\\u2029]").length, record);
        JsonNode fields = Parsing.json(json);
        truth.check(fields);
        assertTrue(fields.size() > 0, "an empty record");
        if (truth.schema != null) {
            records.computeIfAbsent(truth.schema, s -> new StringBuilder()).append(record);
        }
    }
}
