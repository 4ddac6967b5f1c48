package dev.caravan.parse.auth;

import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.RecordWriter;

/** A priority in words, {@code authpriv.info}, as BusyBox' syslogd writes it behind the host, and OpenWrt's logread. */
final class SyslogPriority {

    private static final String[] FACILITIES = {"kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron",
        "authpriv", "ftp", "ntp", "audit", "alert", "clock", "local0", "local1", "local2", "local3", "local4", "local5", "local6",
        "local7"};
    private static final String[] SEVERITIES = {"emerg", "alert", "crit", "err", "warn", "notice", "info", "debug"};

    private SyslogPriority() {
    }

    /** Index after the word and its space, or {@code from} when there is none. */
    static int skip(byte[] b, int from, int to) {
        int end = Math.min(to, from + 18);
        int dot = from < to && b[from] >= 'a' && b[from] <= 'u' ? Ascii.indexOf(b, from, end, '.') : -1;
        int space = dot < 0 ? -1 : Ascii.indexOf(b, dot, end, ' ');
        return space >= 0 && facility(b, from, dot) >= 0 && severity(b, dot + 1, space) >= 0 ? space + 1 : from;
    }

    /** Writes it as the number that it is. */
    static void write(byte[] b, int from, int to, RecordWriter record) {
        int dot = Ascii.indexOf(b, from, to, '.');
        record.number(Syslog.PRI, facility(b, from, dot) * 8L + severity(b, dot + 1, to));
    }

    private static int facility(byte[] b, int from, int to) {
        return index(FACILITIES, b, from, to);
    }

    private static int severity(byte[] b, int from, int to) {
        int i = index(SEVERITIES, b, from, to);
        return i >= 0 ? i : Ascii.is(b, from, to, "error") ? 3 : Ascii.is(b, from, to, "warning") ? 4 : -1;
    }

    private static int index(String[] names, byte[] b, int from, int to) {
        for (int i = 0; i < names.length; i++) {
            if (Ascii.is(b, from, to, names[i])) {
                return i;
            }
        }
        return -1;
    }
}
