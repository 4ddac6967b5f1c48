package dev.caravan.parse.auth;

import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.RecordWriter;
import org.jspecify.annotations.Nullable;

/**
 * Messages of sudo (man 5 sudoers, "LOG FORMAT"; lib/eventlog/eventlog.c) and of sudo-rs. Events: {@code sudo}, {@code
 * sudo_failed} for whatever reason stands in front of the labels, {@code sudo_error} for reasons that refuse nothing, and
 * {@code sudo_continued}.
 *
 * <pre>alice : [reason ; ][HOST=h ; ]TTY=pts/0 ; [CHROOT=c ; ]PWD=/home/alice ; USER=root ; [GROUP=g ; ]COMMAND=/usr/bin/id</pre>
 *
 * <p>sudo escapes neither the directory nor, before 1.9.13, the command, and alice names both: she may make a directory called
 * {@code x ; USER=bob ; COMMAND=true}. The labels must be there once, else the fields are left out; only alice, the terminal and
 * the outcome are certain then, since they come first and an account's name has no colon.
 *
 * <p>sudo breaks a message at a space so that no part is longer than {@code syslog_maxlen} (980 bytes since 1.8.19, 960 before), and begins
 * each further part with {@code (command continued)}: from {@value #LIMIT} bytes on only what is certain from the begin is given. Where a very
 * long name follows a space, a part can be much shorter: {@link SudoParts} looks for the next one. sudo-rs breaks at 960 bytes, and has
 * {@code [...]} at both sides of the break (src/log/syslog.rs). With {@code log_format = json} sudo breaks nothing.
 */
final class SudoEvents {

    static final int LIMIT = 900;

    private static final String SEPARATOR = " ; ";
    private static final String JSON = "@cee:{\"sudo\":{\"";
    private static final String CONTINUED = "(command continued)";
    private static final String ELLIPSIS_BEGIN = "[...] ";
    private static final String ELLIPSIS_END = " [...]";
    private static final String[] NO_REFUSALS = {"problem with defaults entries", "unable to ", "parse error in "};

    /** A label in front of a value, in the order of the message; COMMAND is always the last. */
    private enum Label {
        HOST(null), TTY(AuthField.TTY), CHROOT(null), PWD(AuthField.PWD), USER(AuthField.TARGET_USER), GROUP(AuthField.GROUP),
        TSID(null), ENV(null), COMMAND(AuthField.COMMAND);

        private static final Label[] ALL = values();
        private final String text = name() + "=";
        private final @Nullable AuthField field;

        Label(@Nullable AuthField field) {
            this.field = field;
        }

        /** The value is a name. */
        private boolean isWord() {
            return this == HOST || this == TTY || this == USER || this == GROUP || this == TSID;
        }

        /** The label behind this one that stands here, or null. */
        private static @Nullable Label after(@Nullable Label before, byte[] b, int at, int to) {
            for (int i = before == null ? 0 : before.ordinal() + 1; i < ALL.length; i++) {
                if (Ascii.starts(b, at, to, ALL[i].text)) {
                    return ALL[i];
                }
            }
            return null;
        }
    }

    private SudoEvents() {
    }

    static boolean write(byte[] b, int from, int to, boolean cut, RecordWriter record) {
        if (Ascii.starts(b, from, to, JSON)) {
            return json(b, from + JSON.length(), to, record);
        }
        int user = Ascii.skipSpaces(b, from, to);
        if (Ascii.starts(b, user, to, ELLIPSIS_BEGIN)) {
            AuthEvents.event(record, "sudo_continued", null);
            return true;
        }
        int userEnd = Ascii.find(b, user, to, " : ");
        if (userEnd <= user || Ascii.indexOf(b, user, userEnd, ' ') >= 0) {
            return false;
        }
        int at = Ascii.skipSpaces(b, userEnd + 3, to);
        Label first = Label.after(null, b, at, to);
        if (Ascii.starts(b, at, to, CONTINUED)) {
            AuthEvents.event(record, "sudo_continued", null);
        } else if (first != null) {
            AuthEvents.event(record, "sudo", EventRule.SUCCESS);
        } else if (isRefusal(b, at, to)) {
            AuthEvents.event(record, "sudo_failed", EventRule.FAILURE);
        } else {
            AuthEvents.event(record, "sudo_error", null);
        }
        record.text(AuthField.USER.written(), b, user, userEnd);
        if (first == null && Ascii.starts(b, at, to, CONTINUED)) {
            return true;
        }
        Reading reading = EventRules.reading();
        boolean whole = !cut && to - from < LIMIT && !Ascii.ends(b, from, to, ELLIPSIS_END);
        read(first, b, at, to, whole, true, reading);
        if (!reading.isRead()) {
            read(first, b, at, to, whole, false, reading.clear());
        }
        if (!reading.isExhausted()) {
            reading.write(b, record);
        }
        return true;
    }

    /** With {@code log_format = json}: what stands behind the first name is left in the message. */
    private static boolean json(byte[] b, int from, int to, RecordWriter record) {
        boolean accepted = Ascii.starts(b, from, to, "accept\"");
        if (accepted || Ascii.starts(b, from, to, "reject\"")) {
            AuthEvents.event(record, accepted ? "sudo" : "sudo_failed", accepted ? EventRule.SUCCESS : EventRule.FAILURE);
            return true;
        }
        return false;
    }

    private static boolean isRefusal(byte[] b, int from, int to) {
        for (String reason : NO_REFUSALS) {
            if (Ascii.starts(b, from, to, reason)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads the labels in all ways.
     *
     * @param usual with a directory and a user, as sudo has them in all messages but some of its oldest
     */
    private static void read(@Nullable Label first, byte[] b, int at, int to, boolean whole, boolean usual, Reading reading) {
        if (first == null) {
            // A reason may quote what alice has typed.
            next(null, b, at, to, whole, usual, reading);
        } else {
            value(first, b, at + first.text.length(), to, whole, usual, reading);
        }
    }

    /** Reads on from the value of a label. */
    private static void value(Label label, byte[] b, int from, int to, boolean whole, boolean usual, Reading reading) {
        if (label == Label.COMMAND) {
            if (whole && (!usual || reading.isNoted(AuthField.PWD) && reading.isNoted(AuthField.TARGET_USER))) {
                command(b, from, to, reading);
            }
        } else if (!whole && label != Label.HOST && label != Label.TTY) {
            // What follows may be text that alice has put there, in front of what was cut off.
            reading.fits();
        } else {
            next(label, b, from, to, whole, usual, reading);
        }
    }

    /** Tries each separator with a label behind it as the end of this value. */
    private static void next(@Nullable Label label, byte[] b, int from, int to, boolean whole, boolean usual, Reading reading) {
        Label first = null;
        for (int end = Ascii.find(b, from, to, SEPARATOR); end >= 0 && reading.tryAgain();
            end = Ascii.find(b, end + 1, to, SEPARATOR)) {
            if (label != null && label.isWord() && Ascii.indexOf(b, from, end, ' ') >= 0) {
                return;
            }
            int at = end + SEPARATOR.length();
            Label following = Label.after(label, b, at, to);
            if (label == null && first != null && following != null && following.ordinal() > first.ordinal()) {
                // What a reason quotes ends in front of the first label: no later one begins the list.
                continue;
            }
            first = first == null ? following : first;
            if (following != null) {
                AuthField noted = label != null && end > from && !Ascii.is(b, from, end, "unknown") ? label.field : null;
                if (noted != null) {
                    reading.note(noted, from, end);
                }
                value(following, b, at + following.text.length(), to, whole, usual, reading);
                if (noted != null) {
                    reading.forget(noted);
                }
            }
        }
    }

    /** With {@code log_exit_status} sudo writes the message once more, with what came of the command behind it. */
    private static void command(byte[] b, int from, int to, Reading reading) {
        int end = to;
        int exit = Ascii.findLast(b, from, to, " ; EXIT=");
        boolean exited = exit >= 0 && Ascii.number(b, exit + 8, to) >= 0;
        if (exited) {
            reading.note(AuthField.EXIT_VALUE, exit + 8, to);
            end = exit;
        }
        int signal = Ascii.findLast(b, from, end, " ; SIGNAL=");
        if (signal >= 0 && Ascii.indexOf(b, signal + 3, end, ' ') < 0) {
            end = signal;
        }
        reading.note(AuthField.COMMAND, from, end);
        reading.fits();
        reading.forget(AuthField.COMMAND);
        reading.forget(AuthField.EXIT_VALUE);
    }
}
