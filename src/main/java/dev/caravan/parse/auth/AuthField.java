package dev.caravan.parse.auth;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.RecordWriter;
import java.util.Locale;

/**
 * The fields that {@link AuthEvents} adds to a line of syslog or a record of the journal, declared here once. The schema {@code auth} has each of
 * them (a test compares the two).
 */
enum AuthField {
    /** What happened, for example {@code ssh_login}. */
    EVENT,
    /** {@code success} or {@code failure}. */
    OUTCOME,
    /** The service of PAM. One login gives messages of its program and of PAM: count those without, or those with it. */
    SERVICE,
    /** Who acts or tries to: logs in, becomes someone, changes an account. */
    USER,
    /** Who is acted upon: become, made, changed, added to a group. */
    TARGET_USER,
    GROUP,
    /** Always an IP address, without its scope. */
    SRC_IP,
    /** A host name where the program wrote one in the place of the address. */
    SRC_HOST,
    /** A number. */
    SRC_PORT,
    METHOD,
    KEY_TYPE,
    KEY_FINGERPRINT,
    TTY,
    PWD,
    COMMAND,
    /** A number. */
    EXIT_VALUE,
    /** What polkit was asked for. */
    ACTION,
    /** A number: of a user that was made. */
    UID,
    /** What of an account was changed: {@code UID}, {@code shell} and so on, with the values where they are known. */
    ATTRIBUTE,
    OLD_VALUE,
    NEW_VALUE,
    /** A number: so many more of them the message stands for, in PAM's {@code 2 more authentication failures}. */
    FAILURES,
    /** A number: how often the same message came, where the log daemon wrote it once. */
    REPEATED;

    static final int COUNT = values().length;

    private final SerializableString written = RecordWriter.name(name().toLowerCase(Locale.ROOT));

    /** The name as it is written. */
    SerializableString written() {
        return written;
    }

    boolean isNumber() {
        return this == SRC_PORT || this == EXIT_VALUE || this == UID || this == FAILURES
            || this == REPEATED;
    }
}
