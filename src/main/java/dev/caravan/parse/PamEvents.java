package dev.caravan.parse;

/**
 * Messages of Linux-PAM's pam_unix, and of pam_sss which imitates them, from whatever program uses them. Events:
 * {@code session_opened}, {@code session_closed}, {@code auth_failure}, {@code password_changed}.
 */
final class PamEvents {

    private static final String RHOST = " rhost=";
    private static final String USER = " user=";
    private static final String TTY = " tty=";
    private static final String RUSER = " ruser=";

    private PamEvents() {
    }

    static void write(byte[] b, int from, int to, RecordWriter record) {
        int close = Ascii.find(b, from, to, "): ");
        if (close < 0 || Ascii.indexOf(b, from, close, ' ') >= 0
            || !Ascii.starts(b, from, close, "pam_unix(") && !Ascii.starts(b, from, close, "pam_sss(")) {
            return;
        }
        int text = close + 3;
        String opened = "session opened for user ";
        String closed = "session closed for user ";
        String changed = "password changed for ";
        if (Ascii.starts(b, text, to, opened)) {
            AuthEvents.event(record, "session_opened", "success");
            int by = Ascii.findLast(b, text, to, " by ");
            int userEnd = withoutUid(b, text, by < 0 ? to : by);
            AuthEvents.name(record, AuthEvents.USER, b, text + opened.length(), userEnd);
        } else if (Ascii.starts(b, text, to, closed)) {
            AuthEvents.event(record, "session_closed", null);
            AuthEvents.name(record, AuthEvents.USER, b, text + closed.length(), to);
        } else if (Ascii.starts(b, text, to, "authentication failure; ")) {
            failure(b, text, to, record);
        } else if (Ascii.starts(b, text, to, changed)) {
            AuthEvents.event(record, "password_changed", "success");
            AuthEvents.name(record, AuthEvents.USER, b, text + changed.length(), to);
        }
    }

    /**
     * {@code authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=192.0.2.1  user=alice}. Some servers give
     * the user name that they were sent as ruser, and with the option "audit" any name is a user: where a label is there
     * twice, nobody can tell which one is PAM's.
     */
    private static void failure(byte[] b, int from, int to, RecordWriter record) {
        AuthEvents.event(record, "auth_failure", "failure");
        int rhost = Ascii.findOnly(b, from, to, RHOST);
        if (rhost < 0) {
            return;
        }
        int tty = Ascii.findOnly(b, from, rhost, TTY);
        int ruser = Ascii.findOnly(b, from, rhost, RUSER);
        if (tty >= 0 && ruser > tty) {
            AuthEvents.name(record, AuthEvents.TTY, b, tty + TTY.length(), ruser);
        }
        int host = rhost + RHOST.length();
        int hostEnd = Ascii.tokenEnd(b, host, to);
        AuthEvents.address(record, b, host, hostEnd);
        int user = Ascii.skipSpaces(b, hostEnd, to) - 1;
        if (user >= hostEnd && Ascii.starts(b, user, to, USER) && Ascii.find(b, from, user, USER) < 0) {
            AuthEvents.name(record, AuthEvents.USER, b, user + USER.length(), to);
        }
    }

    /** The end of a name before its {@code (uid=1001)}. */
    private static int withoutUid(byte[] b, int from, int to) {
        int open = to > from && b[to - 1] == ')' ? Ascii.lastIndexOf(b, from, to, '(') : -1;
        boolean uid = open >= 0 && Ascii.starts(b, open, to, "(uid=") && Ascii.number(b, open + 5, to - 1) >= 0;
        return uid ? open : to;
    }
}
