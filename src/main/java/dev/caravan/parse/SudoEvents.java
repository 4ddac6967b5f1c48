package dev.caravan.parse;

import com.fasterxml.jackson.core.SerializableString;

/**
 * Messages of sudo (man 5 sudoers, "LOG FORMAT"). Events: {@code sudo} and {@code sudo_failed}.
 *
 * <pre>alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/id</pre>
 *
 * <p>sudo escapes neither the directory nor the command, and alice names both: she may make a directory called
 * {@code x ; USER=bob ; COMMAND=true}. The labels must be there once, else the fields are left out; only alice, the
 * terminal and the outcome are certain then, since they come first and an account's name has no colon.
 */
final class SudoEvents {

    private static final SerializableString PWD = RecordWriter.name("pwd");
    private static final SerializableString COMMAND = RecordWriter.name("command");
    private static final String SEPARATOR = " ; ";
    private static final String USER_LABEL = " ; USER=";
    private static final String COMMAND_LABEL = " ; COMMAND=";
    private static final String[] FAILURES = {"user NOT in sudoers", "user NOT authorized on host", "command not allowed",
        "a password is required", "no tty present", "sorry, you must have a tty", "a terminal is required"};

    private SudoEvents() {
    }

    static void write(byte[] b, int from, int to, RecordWriter record) {
        int user = Ascii.skipSpaces(b, from, to);
        int userEnd = Ascii.find(b, user, to, " : ");
        if (userEnd <= user) {
            return;
        }
        int at = userEnd + 3;
        boolean failure = isFailure(b, at, to);
        if (failure) {
            int next = Ascii.find(b, at, to, SEPARATOR);
            at = next < 0 ? to : next + SEPARATOR.length();
        } else if (!isLabel(b, at, to) || Ascii.find(b, at, to, COMMAND_LABEL) < 0) {
            return;
        }
        AuthEvents.event(record, failure ? "sudo_failed" : "sudo", failure ? "failure" : "success");
        record.text(AuthEvents.USER, b, user, userEnd);
        // HOST= stands before TTY= when sudoers asks for it.
        if (Ascii.starts(b, at, to, "HOST=")) {
            at = next(b, at, to);
        }
        if (Ascii.starts(b, at, to, "TTY=")) {
            int end = valueEnd(b, at, to);
            if (!Ascii.is(b, at, end, "TTY=unknown")) {
                AuthEvents.name(record, AuthEvents.TTY, b, at + "TTY=".length(), end);
            }
            at = next(b, at, to);
        }
        int target = Ascii.findOnly(b, at, to, USER_LABEL);
        int command = Ascii.findOnly(b, at, to, COMMAND_LABEL);
        if (target < 0 || command <= target) {
            return;
        }
        if (Ascii.starts(b, at, target, "PWD=")) {
            record.text(PWD, b, at + "PWD=".length(), target);
        }
        int name = target + USER_LABEL.length();
        AuthEvents.name(record, AuthEvents.TARGET_USER, b, name, valueEnd(b, name, to));
        record.text(COMMAND, b, command + COMMAND_LABEL.length(), to);
    }

    private static boolean isLabel(byte[] b, int from, int to) {
        return Ascii.starts(b, from, to, "TTY=") || Ascii.starts(b, from, to, "PWD=")
            || Ascii.starts(b, from, to, "HOST=") || Ascii.starts(b, from, to, "CHROOT=");
    }

    private static boolean isFailure(byte[] b, int from, int to) {
        for (String failure : FAILURES) {
            if (Ascii.starts(b, from, to, failure)) {
                return true;
            }
        }
        int number = Ascii.tokenEnd(b, from, to);
        return Ascii.number(b, from, number) >= 0 && Ascii.starts(b, number, to, " incorrect password attempt");
    }

    private static int valueEnd(byte[] b, int from, int to) {
        int end = Ascii.find(b, from, to, SEPARATOR);
        return end < 0 ? to : end;
    }

    /** Index of the label after this one. */
    private static int next(byte[] b, int from, int to) {
        return Math.min(valueEnd(b, from, to) + SEPARATOR.length(), to);
    }
}
