package dev.caravan.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.caravan.check.CheckResult.Level;
import dev.caravan.logging.LogText;
import dev.caravan.logging.Secrets;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** All that a check has found, in its order. For one thread. */
public final class CheckReport {

    private final List<CheckResult> results = new ArrayList<>();

    /** It works. */
    public void ok(String subject, String text) {
        results.add(new CheckResult(Level.OK, subject, text));
    }

    /** It works, but a person may not want it so. */
    public void note(String subject, String text) {
        results.add(new CheckResult(Level.NOTE, subject, text));
    }

    /** It would not work. */
    public void fail(String subject, String text) {
        results.add(new CheckResult(Level.FAIL, subject, text));
    }

    /** All of it. */
    public List<CheckResult> results() {
        return List.copyOf(results);
    }

    /** Whether something would not work. */
    public boolean hasFailed() {
        return results.stream().anyMatch(result -> result.level() == Level.FAIL);
    }

    /** For people: a line each, with what failed as such. */
    public String table() {
        int width = results.stream().mapToInt(result -> result.subject().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (CheckResult result : results) {
            text.append(String.format(Locale.ROOT, "%-4s  %-" + Math.max(1, width) + "s  %s%n", word(result), result.subject(),
                clean(result.text())));
        }
        long failed = results.stream().filter(result -> result.level() == Level.FAIL).count();
        return text.append(failed == 0 ? "All of it works.\n" : failed + " of it would not work.\n").toString();
    }

    private static String word(CheckResult result) {
        return result.level() == Level.OK ? "ok" : result.level().name();
    }

    private static String clean(String text) {
        return LogText.escape(Secrets.hide(text));
    }

    /** For programs: an object with {@code ok} and a list of results. */
    public String json() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeBooleanField("ok", !hasFailed());
            json.writeArrayFieldStart("results");
            for (CheckResult result : results) {
                json.writeStartObject();
                json.writeStringField("level", result.level().name().toLowerCase(Locale.ROOT));
                json.writeStringField("subject", result.subject());
                json.writeStringField("text", clean(result.text()));
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }
}
