package dev.caravan.logging;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A formatter that cleans the message and those of exceptions before another formatter formats the record: text that others wrote cannot end a
 * line or control a terminal, and secrets are hidden. Stack traces keep their lines.
 */
public final class LogFormatter extends Formatter {

    private static volatile LogForm wanted = LogForm.TEXT;

    private final Formatter form;

    /** Creates a formatter around Java's {@code SimpleFormatter}, which uses the format in the logging configuration. */
    public LogFormatter() {
        this(new SimpleFormatter());
    }

    private LogFormatter(Formatter form) {
        this.form = form;
    }

    /** Sets the format of all later lines, except for handlers that the user's logging configuration gives another formatter. */
    public static void use(LogForm form) {
        wanted = form;
    }

    /** Wraps the formatters of a logger's handlers, including those of the user's logging configuration. */
    public static void install(Logger logger) {
        for (Handler handler : logger.getHandlers()) {
            Formatter form = handler.getFormatter();
            if (form != null && !(form instanceof LogFormatter)) {
                handler.setFormatter(new LogFormatter(form));
            }
        }
    }

    @Override
    public String format(LogRecord record) {
        String message = formatMessage(record);
        LogRecord clean = new LogRecord(record.getLevel(), message == null ? null : clean(message));
        clean.setLoggerName(record.getLoggerName());
        clean.setInstant(record.getInstant());
        clean.setSequenceNumber(record.getSequenceNumber());
        clean.setLongThreadID(record.getLongThreadID());
        clean.setSourceClassName(record.getSourceClassName());
        clean.setSourceMethodName(record.getSourceMethodName());
        if (record.getThrown() != null) {
            clean.setThrown(Told.of(record.getThrown(), new IdentityHashMap<>()));
        }
        LogForm now = wanted;
        return now == LogForm.TEXT || !(form instanceof SimpleFormatter) ? form.format(clean) : now.format(clean);
    }

    @Override
    public String getHead(Handler handler) {
        return form.getHead(handler);
    }

    @Override
    public String getTail(Handler handler) {
        return form.getTail(handler);
    }

    private static String clean(String text) {
        return LogText.escape(Secrets.hide(text));
    }

    /** A copy of an exception for the log, with its name, stack trace and causes, and with a cleaned message. */
    private static final class Told extends Throwable {

        private static final long serialVersionUID = 1L;

        private final String text;
        private @Nullable Told cause;

        private Told(String text) {
            super(null, null, true, true);
            this.text = text;
        }

        static Told of(Throwable thrown, Map<Throwable, Told> known) {
            Told told = known.get(thrown);
            if (told == null) {
                told = new Told(clean(thrown.toString()));
                known.put(thrown, told);
                told.setStackTrace(thrown.getStackTrace());
                told.cause = thrown.getCause() == null ? null : of(thrown.getCause(), known);
                for (Throwable suppressed : thrown.getSuppressed()) {
                    if (!known.containsKey(suppressed)) {
                        told.addSuppressed(of(suppressed, known));
                    }
                }
            }
            return told;
        }

        @Override
        public synchronized @Nullable Throwable getCause() {
            return cause;
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }

        @Override
        @SuppressWarnings("OverrideThrowableToString") // The copy must print the name of the original exception.
        public String toString() {
            return text;
        }
    }
}
