package dev.caravan.parse.auth;

import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.RecordWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happened, from the messages of programs that let people in or change who may come in. The fields are added
 * to those of {@link Syslog}; the message stays whole. {@link AuthField} lists them.
 *
 * <p>An attacker writes parts of these messages: his user name may read {@code from 1.2.3.4 port 22}. So the event follows
 * from the begin of a message, which nobody can cut off, and a field is given only when its place is certain: a message is
 * read in all ways in which its program can have written it ({@link Shape}), and what they do not agree about is left
 * out ({@link Reading}). Only the program's own messages count: another ident gives none of its events.
 *
 * <p>Programs and log daemons cut messages, so that their end is what an attacker likes. Limits of programs are in their
 * classes. Log daemons: musl's syslog(3) has 1024 bytes with the head, rsyslog 8 KiB, journald 48 KiB a line of output; from
 * {@value #LIMIT} bytes on nothing is read from a message's end. BusyBox' syslogd has 256 bytes: {@link #BUSYBOX_LIMIT}.
 *
 * @see SshEvents
 * @see DropbearEvents
 * @see PamEvents
 * @see SudoEvents
 * @see LoginEvents
 * @see AccountEvents
 * @see PrivilegeEvents
 */
final class AuthEvents {

    static final int LIMIT = 900;
    /** BusyBox' syslogd reads 256 bytes with {@code <38>Nov 25 02:24:49 } in front (syslogd.c, MAX_READ). */
    static final int BUSYBOX_LIMIT = 256 - 21;

    private static final String REPEATED_BEGIN = "message repeated ";
    private static final String REPEATED_MIDDLE = " times: [ ";
    private static final String LAST_REPEATED = "last message repeated ";

    /** Reads the messages of one program. */
    private interface Messages {
        boolean write(byte[] b, int from, int to, boolean cut, RecordWriter record);
    }

    private record Program(String ident, Messages messages) {
    }

    /** By the length of the ident and its first letter. */
    private static final Program[][] PROGRAMS = new Program[64 * 128][];

    static {
        add(SshEvents::write, "sshd", "sshd-session", "sshd-auth", "sshd.bin", "internal-sftp");
        add(SftpEvents.RULES::write, "sftp-server");
        add(DropbearEvents.RULES::write, "dropbear");
        add(SudoEvents::write, "sudo", "sudo-rs");
        add(LoginEvents.SU::write, "su");
        add(LoginEvents.RUNUSER::write, "runuser");
        add(LoginEvents.LOGIN::write, "login");
        add(LoginEvents.LOGIND::write, "systemd-logind", "elogind", "elogind-daemon");
        add(AccountEvents.RULES::write, "useradd", "userdel", "usermod", "groupadd", "groupdel", "groupmod", "passwd", "chpasswd",
            "gpasswd", "groupmems", "chage", "chsh", "chfn", "newgrp", "newusers", "chgpasswd", "vipw", "vigr");
        add(PrivilegeEvents.DOAS::write, "doas");
        add(PrivilegeEvents.POLKIT::write, "polkitd");
        add(PrivilegeEvents.PKEXEC::write, "pkexec");
        add(PrivilegeEvents.CRON::write, "CRON", "cron", "crond", "CROND", "crontab", "/USR/SBIN/CRON", "anacron");
    }

    private AuthEvents() {
    }

    private static void add(Messages messages, String... idents) {
        for (String ident : idents) {
            int slot = ident.length() * 128 + ident.charAt(0);
            List<Program> programs = new ArrayList<>(PROGRAMS[slot] == null ? List.of() : List.of(PROGRAMS[slot]));
            programs.add(new Program(ident, messages));
            PROGRAMS[slot] = programs.toArray(Program[]::new);
        }
    }

    /**
     * Adds the fields for the message in [from, to) of the program whose name is in [ident, identEnd).
     *
     * @param limit a message of so many bytes may have been cut by the log daemon
     */
    static void write(byte[] b, int ident, int identEnd, int from, int to, int limit, RecordWriter record) {
        boolean cut = to - from >= limit;
        // Put there by those who send their texts with the NUL at the end, or by rsyslog for it.
        int end = trimmed(b, from, to);
        int begin = beginOf(b, from, end);
        if (Ascii.starts(b, begin, end, REPEATED_BEGIN)) {
            int count = begin + REPEATED_BEGIN.length();
            int countEnd = Ascii.tokenEnd(b, count, end);
            long repeated = Ascii.number(b, count, countEnd);
            if (repeated >= 0 && Ascii.starts(b, countEnd, end, REPEATED_MIDDLE)) {
                record.number(AuthField.REPEATED.written(), repeated);
                boolean closed = b[end - 1] == ']';
                writeOnce(b, ident, identEnd, countEnd + REPEATED_MIDDLE.length(), closed ? end - 1 : end, cut || !closed, record);
                return;
            }
        } else if (Ascii.starts(b, begin, end, LAST_REPEATED)) {
            int count = begin + LAST_REPEATED.length();
            long repeated = Ascii.number(b, count, Ascii.tokenEnd(b, count, end));
            if (repeated >= 0) {
                record.number(AuthField.REPEATED.written(), repeated);
                return;
            }
        }
        writeOnce(b, ident, identEnd, begin, end, cut, record);
    }

    private static int trimmed(byte[] b, int from, int to) {
        int end = to;
        while (end > from && (b[end - 1] == ' ' || b[end - 1] == 0 || Ascii.ends(b, from, end, "#000"))) {
            end -= b[end - 1] == '0' ? 4 : 1;
        }
        return end;
    }

    /** Where the program's own text begins: behind Solaris' {@code [ID 800047 auth.info] }. */
    private static int beginOf(byte[] b, int from, int to) {
        if (Ascii.starts(b, from, to, "[ID ")) {
            int close = Ascii.find(b, from, to, "] ");
            return close < 0 ? from : close + 2;
        }
        return from;
    }

    private static void writeOnce(byte[] b, int ident, int identEnd, int from, int to, boolean cut, RecordWriter record) {
        if (from == to) {
            return;
        }
        boolean found = Ascii.starts(b, from, to, "pam_") || b[from] != 'p' && isNamed(b, from, to)
            ? PamEvents.write(b, from, to, cut, record) : false;
        if (found) {
            return;
        }
        int name = Ascii.lastIndexOf(b, ident, identEnd, '/') + 1;
        Messages messages = messages(b, Math.max(name, ident), identEnd);
        if (messages != null) {
            if (Ascii.starts(b, from, to, "PAM ") && PamEvents.writeBare(b, ident, identEnd, from, to, cut, record)
                || messages.write(b, from, to, cut, record)) {
                return;
            }
            record.countWithoutEvent();
        } else if (identEnd > ident && b[identEnd - 1] == ')') {
            PamEvents.writeOf(b, ident, identEnd, from, to, cut, record);
        }
    }

    /** Whether the message begins with {@code name(pam_}. */
    private static boolean isNamed(byte[] b, int from, int to) {
        int open = Ascii.indexOf(b, from, Math.min(to, from + 32), '(');
        return open > from && Ascii.starts(b, open, to, "(pam_");
    }

    private static @Nullable Messages messages(byte[] b, int ident, int identEnd) {
        int length = identEnd - ident;
        if (length == 0 || length >= 64 || b[ident] < 0) {
            return null;
        }
        Program[] programs = PROGRAMS[length * 128 + b[ident]];
        if (programs != null) {
            for (Program program : programs) {
                if (Ascii.is(b, ident, identEnd, program.ident)) {
                    return program.messages;
                }
            }
        }
        return null;
    }

    /** Writes what happened; an outcome of null is none. */
    static void event(RecordWriter record, String event, @Nullable String outcome) {
        record.text(AuthField.EVENT.written(), event);
        if (outcome != null) {
            record.text(AuthField.OUTCOME.written(), outcome);
        }
    }
}
