package dev.caravan.parse.auth;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.schema.Field;
import dev.caravan.schema.ValueType;

/**
 * The fields that {@link AuthEvents} adds to a line of syslog or a record of the journal. The records {@code auth} have each of
 * them ({@link AuthRecords}).
 */
enum AuthField {
    /** For example {@code ssh_login}. */
    EVENT(Field.text("event", "What happened, for example ssh_login; if the message is of a known form")),
    /** {@code success} or {@code failure}. */
    OUTCOME(Field.text("outcome", "Whether it was let through")),
    /** One login gives messages of its program and of PAM: count those without, or those with it. */
    SERVICE(Field.text("service", "Service of PAM, where the message is PAM's; each login has a message of its program as well")),
    USER(Field.text("user", "Account that acts, that logs in, becomes another or changes one", "username")),
    TARGET_USER(Field.text("target_user", "Account that is acted upon, that the user becomes or changes", "username")),
    GROUP(Field.text("group", "Group that was changed, or as which a sudo command was run")),
    /** Always an IP address, without its scope. */
    SRC_IP(Field.text("src_ip", "Address that the connection comes from", "ip")),
    SRC_HOST(Field.text("src_host", "Name of the host that the connection comes from, where the program wrote no address")),
    SRC_PORT(Field.number("src_port", "Port that the connection comes from")),
    METHOD(Field.text("method", "How the account proved itself, for example publickey or password")),
    KEY_TYPE(Field.text("key_type", "Type of the key, for example ED25519")),
    KEY_FINGERPRINT(Field.text("key_fingerprint", "Fingerprint of the key as ssh-keygen -l prints it")),
    TTY(Field.text("tty", "Terminal, for example pts/0; of the user")),
    PWD(Field.text("pwd", "Directory in which the command was run")),
    COMMAND(Field.text("command", "Command that was run for another, through sudo, doas, pkexec or cron")),
    EXIT_VALUE(Field.number("exit_value", "Exit value of a sudo command, if sudo logs it")),
    ACTION(Field.text("action", "What polkit was asked for")),
    UID(Field.number("uid", "User id of an account that was made")),
    ATTRIBUTE(Field.text("attribute", "What of an account was changed, for example UID or shell")),
    OLD_VALUE(Field.text("old_value", "Its value before")),
    NEW_VALUE(Field.text("new_value", "Its value now")),
    FAILURES(Field.number("failures", "Number of failures that a message of PAM stands for beside those with their own")),
    REPEATED(Field.number("repeated", "How often the message came, if the log daemon wrote it once"));

    static final int COUNT = values().length;

    private final Field declared;
    private final SerializableString written;
    private final boolean number;

    AuthField(Field declared) {
        this.declared = declared;
        this.written = RecordWriter.name(declared.name());
        this.number = declared.value().type() == ValueType.BIGINT;
    }

    /** The name as it is written. */
    SerializableString written() {
        return written;
    }

    /** Name, type and meaning. */
    Field declared() {
        return declared;
    }

    boolean isNumber() {
        return number;
    }
}
