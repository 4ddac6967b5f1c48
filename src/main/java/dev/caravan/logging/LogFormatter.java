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
 * Formats as another formatter does, after it has cleaned the message and those of exceptions: what others have written cannot end
 * the line nor steer a terminal, and no secret is in it. The lines of stack traces stay lines.
 */
public final class LogFormatter extends Formatter {

    private static volatile LogForm wanted = LogForm.TEXT;

    private final Formatter form;

    /** As Java's usual formatter, with the format in the logging configuration. */
    public LogFormatter() {
        this(new SimpleFormatter());
    }

    private LogFormatter(Formatter form) {
        this.form = form;
    }

    /** Sets what lines look like from now on, but for handlers to which a configuration of the user's own gives another form. */
    public static void use(LogForm form) {
        wanted = form;
    }

    /** Puts it around the formatters of a logger's handlers, for those whom a configuration of the user's own has given another one. */
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

    /** An exception as it is told: with its name, its stack trace and its causes, and its message cleaned. */
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
        @SuppressWarnings("OverrideThrowableToString") // It stands for another exception, with the name of that one.
        public String toString() {
            return text;
        }
    }
}
