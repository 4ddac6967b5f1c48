package dev.caravan.parse;

/**
 * Messages of su and login (util-linux su-common.c and login.c, and shadow's older ones) and of systemd-logind. Events:
 * {@code su}, {@code su_failed}, {@code login}, {@code auth_failure}, {@code session_opened}.
 */
final class LoginEvents {

    private LoginEvents() {
    }

    /** {@code (to root) alice on pts/0}, {@code FAILED SU (to root) alice on pts/0}, {@code FAILED su for root by alice}. */
    static void su(byte[] b, int from, int to, RecordWriter record) {
        boolean failed = Ascii.starts(b, from, to, "FAILED ");
        int at = Ascii.starts(b, from, to, "FAILED SU ") ? from + "FAILED SU ".length() : from;
        if (Ascii.starts(b, at, to, "(to ")) {
            int close = Ascii.find(b, at, to, ") ");
            int on = Ascii.findLast(b, at, to, " on ");
            if (close >= 0 && on > close) {
                suEvent(failed, record);
                AuthEvents.name(record, AuthEvents.TARGET_USER, b, at + 4, close);
                AuthEvents.name(record, AuthEvents.USER, b, close + 2, on);
                if (!Ascii.is(b, on + 4, to, "none")) {
                    AuthEvents.name(record, AuthEvents.TTY, b, on + 4, to);
                }
            }
            return;
        }
        String begin = failed ? "FAILED su for " : "Successful su for ";
        // The last "by" is su's: the one who calls it has an account, whose name has no spaces.
        int by = Ascii.findLast(b, from, to, " by ");
        if (Ascii.starts(b, from, to, begin) && by >= from + begin.length()) {
            suEvent(failed, record);
            record.text(AuthEvents.TARGET_USER, b, from + begin.length(), by);
            AuthEvents.name(record, AuthEvents.USER, b, by + 4, to);
        }
    }

    private static void suEvent(boolean failed, RecordWriter record) {
        AuthEvents.event(record, failed ? "su_failed" : "su", failed ? "failure" : "success");
    }

    /** {@code New session 12 of user alice.}; since systemd 256 with quotes and more behind the name. */
    static void logind(byte[] b, int from, int to, RecordWriter record) {
        String of = " of user ";
        int at = Ascii.find(b, from, to, of);
        if (!Ascii.starts(b, from, to, "New session ") || at < 0) {
            return;
        }
        AuthEvents.event(record, "session_opened", "success");
        int user = at + of.length();
        boolean quoted = user < to && b[user] == '\'';
        int end = quoted ? Ascii.indexOf(b, user + 1, to, '\'') : to - 1;
        if (end > user && (quoted || b[end] == '.')) {
            AuthEvents.name(record, AuthEvents.USER, b, quoted ? user + 1 : user, end);
        }
    }

    /**
     * {@code LOGIN ON tty1 BY alice}, {@code ROOT LOGIN ON tty1}, and {@code FAILED LOGIN 1 FROM tty1 FOR alice, Authentication
     * failure} in which the name is what was typed, and the words around it are login's.
     */
    static void login(byte[] b, int from, int to, RecordWriter record) {
        if (Ascii.starts(b, from, to, "FAILED LOGIN ")) {
            AuthEvents.event(record, "auth_failure", "failure");
            int begin = Ascii.find(b, from, to, " FOR ") + " FOR ".length();
            int end = Ascii.findLast(b, from, to, ", ");
            String source = " FROM ";
            int host = Ascii.find(b, from, Math.max(from, begin), source) + source.length();
            if (host >= from + source.length()) {
                AuthEvents.address(record, b, host, Ascii.tokenEnd(b, host, to));
            }
            if (begin < from + " FOR ".length() || end <= begin) {
                return;
            }
            boolean quoted = end - begin >= 2 && b[begin] == '\'' && b[end - 1] == '\'';
            record.text(AuthEvents.USER, b, quoted ? begin + 1 : begin, quoted ? end - 1 : end);
        } else if (Ascii.starts(b, from, to, "ROOT LOGIN ")) {
            AuthEvents.event(record, "login", "success");
            record.text(AuthEvents.USER, "root");
        } else if (Ascii.starts(b, from, to, "LOGIN ON ")) {
            AuthEvents.event(record, "login", "success");
            int tty = from + "LOGIN ON ".length();
            int ttyEnd = Ascii.tokenEnd(b, tty, to);
            AuthEvents.name(record, AuthEvents.TTY, b, tty, ttyEnd);
            if (Ascii.starts(b, ttyEnd, to, " BY ")) {
                AuthEvents.name(record, AuthEvents.USER, b, ttyEnd + 4, Ascii.tokenEnd(b, ttyEnd + 4, to));
            }
        }
    }
}
