package dev.caravan.logging;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** What a line of the log looks like. Records are clean when they come here. */
public enum LogForm {

    /** For terminals and files: time, level, message; as {@code java.util.logging.SimpleFormatter.format} has it. */
    TEXT,
    /** For systemd's journal, which has the time: a priority in front, as of sd-daemon(3), on each line. */
    JOURNAL,
    /** For programs: one JSON object a line, with time, level, logger, message and stack. */
    JSON;

    private static final Path STDERR = Path.of("/proc/self/fd/2");

    /**
     * The form for a setting.
     *
     * @param setting {@code text}, {@code journal}, {@code json}; null for journal where standard error is the journal's, else text
     * @param stream  the variable {@code JOURNAL_STREAM}: device and inode of the journal's stream; or null
     */
    public static LogForm of(@Nullable String setting, @Nullable String stream) {
        if (setting != null) {
            return valueOf(setting.toUpperCase(java.util.Locale.ROOT));
        }
        return stream != null && stream.equals(stderr()) ? JOURNAL : TEXT;
    }

    /** Programs that a service starts have the variable too: so the stream itself is compared. */
    private static String stderr() {
        try {
            return Files.getAttribute(STDERR, "unix:dev") + ":" + Files.getAttribute(STDERR, "unix:ino");
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    /** The lines of a record in this form, for the two that are ours. */
    String format(LogRecord record) {
        String stack = stack(record);
        if (this == JSON) {
            return "{\"time\":\"" + record.getInstant() + "\",\"level\":\"" + level(record.getLevel()) + "\",\"logger\":\""
                + quote(record.getLoggerName()) + "\",\"message\":\"" + quote(record.getMessage()) + "\""
                + (stack.isEmpty() ? "" : ",\"stack\":\"" + quote(stack) + "\"") + "}\n";
        }
        String priority = "<" + priority(record.getLevel()) + ">";
        StringBuilder text = new StringBuilder(priority).append(record.getMessage()).append('\n');
        stack.lines().forEach(line -> text.append(priority).append(line).append('\n'));
        return text.toString();
    }

    private static String stack(LogRecord record) {
        if (record.getThrown() == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        record.getThrown().printStackTrace(new PrintWriter(text, true));
        return text.toString().stripTrailing();
    }

    private static String quote(String text) {
        return text == null ? "" : new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    /** err, warning, info, debug of syslog(3). */
    private static int priority(Level level) {
        return level.intValue() >= Level.SEVERE.intValue() ? 3 : level.intValue() >= Level.WARNING.intValue() ? 4
            : level.intValue() >= Level.INFO.intValue() ? 6 : 7;
    }

    private static String level(Level level) {
        return switch (priority(level)) {
            case 3 -> "error";
            case 4 -> "warning";
            case 6 -> "info";
            default -> "debug";
        };
    }
}
