package dev.caravan.parse;

import com.fasterxml.jackson.core.SerializableString;

/**
 * Tells what happened, from the messages of programs that let people in or change who may come in. The fields are added
 * to those of {@link Syslog}; the message stays whole.
 *
 * <p>Fields, each only where the message has it: {@code event} (see the classes named below), {@code outcome}
 * ({@code success} or {@code failure}), {@code user} (who acts or tries to), {@code target_user} (as whom),
 * {@code group}, {@code src_ip} (always an IP address), {@code src_port} (a number), {@code method}, {@code key_type},
 * {@code key_fingerprint}, {@code tty}, {@code pwd}, {@code command}, and {@code repeated} (a number) when the log daemon
 * wrote "message repeated 5 times: [ … ]" instead of the message five times.
 *
 * <p>An attacker writes parts of these messages: his user name may read {@code from 1.2.3.4 port 22}. So each message is
 * taken apart from the side that its program wrote last, or first, whichever no such text can reach. What more than one
 * reading is possible of is left out. Only the program's own messages count: another ident gives none of its events.
 *
 * @see SshEvents
 * @see PamEvents
 * @see SudoEvents
 * @see LoginEvents
 * @see AccountEvents
 */
final class AuthEvents {

    static final SerializableString USER = RecordWriter.name("user");
    static final SerializableString TARGET_USER = RecordWriter.name("target_user");
    static final SerializableString GROUP = RecordWriter.name("group");
    static final SerializableString SRC_IP = RecordWriter.name("src_ip");
    static final SerializableString SRC_PORT = RecordWriter.name("src_port");
    static final SerializableString TTY = RecordWriter.name("tty");
    private static final SerializableString EVENT = RecordWriter.name("event");
    private static final SerializableString OUTCOME = RecordWriter.name("outcome");
    private static final SerializableString REPEATED = RecordWriter.name("repeated");

    private static final String REPEATED_BEGIN = "message repeated ";
    private static final String REPEATED_MIDDLE = " times: [ ";
    private static final String[] ACCOUNT_PROGRAMS = {"useradd", "userdel", "usermod", "groupadd", "groupdel", "groupmod",
        "passwd", "chpasswd", "gpasswd"};

    private AuthEvents() {
    }

    /** Adds the fields for the message in [from, to) of the program whose name is in [ident, identEnd). */
    static void write(byte[] b, int ident, int identEnd, int from, int to, RecordWriter record) {
        if (Ascii.starts(b, from, to, REPEATED_BEGIN) && b[to - 1] == ']') {
            int count = from + REPEATED_BEGIN.length();
            int countEnd = Ascii.tokenEnd(b, count, to);
            long repeated = Ascii.number(b, count, countEnd);
            if (repeated >= 0 && Ascii.starts(b, countEnd, to - 1, REPEATED_MIDDLE)) {
                record.number(REPEATED, repeated);
                writeOnce(b, ident, identEnd, countEnd + REPEATED_MIDDLE.length(), to - 1, record);
                return;
            }
        }
        writeOnce(b, ident, identEnd, from, to, record);
    }

    private static void writeOnce(byte[] b, int ident, int identEnd, int from, int to, RecordWriter record) {
        if (Ascii.starts(b, from, to, "pam_")) {
            PamEvents.write(b, from, to, record);
        } else if (Ascii.is(b, ident, identEnd, "sshd") || Ascii.is(b, ident, identEnd, "sshd-session")
            || Ascii.is(b, ident, identEnd, "sshd-auth")) {
            SshEvents.write(b, from, to, record);
        } else if (Ascii.is(b, ident, identEnd, "sudo")) {
            SudoEvents.write(b, from, to, record);
        } else if (Ascii.is(b, ident, identEnd, "su")) {
            LoginEvents.su(b, from, to, record);
        } else if (Ascii.is(b, ident, identEnd, "systemd-logind")) {
            LoginEvents.logind(b, from, to, record);
        } else if (Ascii.is(b, ident, identEnd, "login")) {
            LoginEvents.login(b, from, to, record);
        } else {
            for (String program : ACCOUNT_PROGRAMS) {
                if (Ascii.is(b, ident, identEnd, program)) {
                    AccountEvents.write(b, from, to, record);
                    return;
                }
            }
        }
    }

    /** Writes what happened; an outcome of null is none. */
    static void event(RecordWriter record, String event, String outcome) {
        record.text(EVENT, event);
        if (outcome != null) {
            record.text(OUTCOME, outcome);
        }
    }

    /** Writes a name that has no space in it; with one, something else was written into its place. */
    static void name(RecordWriter record, SerializableString field, byte[] b, int from, int to) {
        if (from < to && Ascii.indexOf(b, from, to, ' ') < 0) {
            record.text(field, b, from, to);
        }
    }

    /** Writes the address in [from, to) without its scope; anything but an address is left out. */
    static void address(RecordWriter record, byte[] b, int from, int to) {
        int percent = Ascii.indexOf(b, from, to, '%');
        int end = percent < 0 ? to : percent;
        if (IpAddress.isLiteral(b, from, end)) {
            record.text(SRC_IP, b, from, end);
        }
    }
}
