package dev.caravan.parse.auth;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.schema.RecordType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of records of systemd's journal what {@link Syslog} makes of lines: {@code time} (in UTC), {@code host}, {@code ident},
 * {@code pid}, {@code pri}, {@code message}, and what {@link AuthEvents} finds in the message. A message of several lines stays one record.
 *
 * <p>Besides what the kernel says of the process that wrote it, which nobody can forge: {@code _uid} (a number), {@code _exe},
 * {@code _comm}, {@code _unit} (systemd's). Any user can call himself sshd with logger(1), but {@code _uid} is his then, and {@code _exe} is
 * {@code /usr/bin/logger}, or missing: a process that has ended before journald looked at it has {@code _uid} alone. Lines of children of sshd
 * have the user's {@code _uid}.
 */
public final class JournalSyslog implements LineParser {

    private static final SerializableString UID = RecordWriter.name("_uid");
    private static final SerializableString EXE = RecordWriter.name("_exe");
    private static final SerializableString COMM = RecordWriter.name("_comm");
    private static final SerializableString UNIT = RecordWriter.name("_unit");

    @Override
    public RecordType records() {
        return AuthRecords.type();
    }

    @Override
    public List<String> samples() {
        return List.of("journal.json");
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        JournalRecord journal = new JournalRecord(line.bytes(), line.start(), line.end());
        record.text(Syslog.TIME, journal.time());
        String host = journal.text("_HOSTNAME");
        record.text(Syslog.HOST, host == null ? line.origin().host() : host);
        long pri = journal.priority();
        if (pri >= 0) {
            record.number(Syslog.PRI, pri);
        }
        byte[] ident = journal.ident().getBytes(StandardCharsets.UTF_8);
        byte[] message = journal.message();
        byte[] b = Arrays.copyOf(ident, ident.length + message.length);
        System.arraycopy(message, 0, b, ident.length, message.length);
        boolean continued = SudoParts.isSudo(b, 0, ident.length) && SudoParts.isContinued(line, journal);
        Syslog.write(b, 0, ident.length, journal.pid(), ident.length, b.length, continued ? 0 : AuthEvents.LIMIT, record);
        long uid = journal.number("_UID");
        if (uid >= 0) {
            record.number(UID, uid);
        }
        text(EXE, journal.text("_EXE"), record);
        text(COMM, journal.text("_COMM"), record);
        text(UNIT, journal.text("_SYSTEMD_UNIT"), record);
        return true;
    }

    private static void text(SerializableString name, @Nullable String value, RecordWriter record) {
        if (value != null) {
            record.text(name, value);
        }
    }
}
