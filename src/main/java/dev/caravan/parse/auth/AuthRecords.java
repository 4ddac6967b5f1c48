package dev.caravan.parse.auth;

import dev.caravan.schema.Field;
import dev.caravan.schema.RecordType;
import dev.caravan.schema.ValueType;
import java.util.Arrays;

/** The records {@code auth}: of lines of syslog and of records of the journal alike. */
final class AuthRecords {

    private AuthRecords() {
    }

    static RecordType type() {
        return RecordType.of("auth", "Custom.Auth", "Syslog lines of logins, sudo and accounts, with what the programs say taken apart",
            Field.text("host", "Name of the machine; as the line has it", "hostname").required(true),
            Field.text("ident", "Program that wrote the line, for example sshd or sudo").required(true),
            Field.text("message", "Text of the message").required(true),
            Field.number("pid", "Process id; sudo and the kernel write none"),
            Field.eventTime("time", "Time of the event; when the line was written"),
            Field.of("pri", ValueType.SMALLINT, "Priority: facility times 8 plus severity (RFC 5424)"),
            Field.text("msgid", "Kind of message (RFC 5424)"),
            Field.text("extradata", "Structured data as written (RFC 5424)"))
            .and(Arrays.stream(AuthField.values()).map(AuthField::declared).toArray(Field[]::new))
            .and(
                Field.number("_uid", "User id of the process that wrote it; from the journal, as all with an underscore, and cannot be forged"),
                Field.text("_exe", "Program file of the process that wrote it; absent if it had ended before journald looked at it"),
                Field.text("_comm", "Name of the process that wrote it"),
                Field.text("_unit", "Unit of systemd of the process that wrote it"));
    }
}
