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

/** The format of the log's lines. {@link LogFormatter} has cleaned the records before. */
public enum LogForm {

    /** For terminals and files: time, level and message, as {@code java.util.logging.SimpleFormatter.format} defines. */
    TEXT,
    /** For systemd's journal, which adds the time: a priority in front of each line, as in sd-daemon(3). */
    JOURNAL,
    /** For programs: one JSON object per line, with time, level, logger, message and stack. */
    JSON;

    private static final Path STDERR = Path.of("/proc/self/fd/2");

    /**
     * Returns the format for a setting.
     *
     * @param setting {@code text}, {@code journal} or {@code json}; null for journal if standard error goes to the journal, otherwise text
     * @param stream  the variable {@code JOURNAL_STREAM}: device and inode of the journal's stream; null if it is not set
     */
    public static LogForm of(@Nullable String setting, @Nullable String stream) {
        if (setting != null) {
            return valueOf(setting.toUpperCase(java.util.Locale.ROOT));
        }
        return stream != null && stream.equals(stderr()) ? JOURNAL : TEXT;
    }

    /** Returns device and inode of standard error. Programs that a service starts inherit the variable, so it alone proves nothing. */
    private static String stderr() {
        try {
            return Files.getAttribute(STDERR, "unix:dev") + ":" + Files.getAttribute(STDERR, "unix:ino");
        } catch (IOException | RuntimeException e) {
            return "";
        }
    }

    /** Returns the lines of a record in the format JOURNAL or JSON. */
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

    /** Returns a priority of syslog(3): err, warning, info or debug. */
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
