package dev.caravan.parse.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.Parsing;
import dev.caravan.parse.Schemas;
import dev.caravan.parse.core.LineFormat;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.TestBlock;
import dev.caravan.schema.Field;
import dev.caravan.schema.SchemaCheck;
import dev.caravan.schema.ValueType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The fields that the parser of syslog can write, and those of the schema {@code auth}, are the same. */
class AuthSchemaTest {

    private static final Set<String> OF_SYSLOG = Set.of("time", "host", "ident", "pid", "message", "pri", "msgid", "extradata");

    private static final Set<String> OF_JOURNAL = Set.of("_uid", "_exe", "_comm", "_unit");
    private static final String JOURNAL = """
        {"__REALTIME_TIMESTAMP":"1764037489123920","_HOSTNAME":"web1","SYSLOG_IDENTIFIER":"sshd","_PID":"8904","PRIORITY":"6",\
        "SYSLOG_FACILITY":"10","MESSAGE":"x","_UID":"0","_EXE":"/usr/sbin/sshd","_COMM":"sshd","_SYSTEMD_UNIT":"ssh.service"}""";

    @Test
    void theSchemaHasEachFieldThatIsDeclared() {
        Set<String> declared = new TreeSet<>(OF_SYSLOG);
        declared.addAll(OF_JOURNAL);
        for (AuthField field : AuthField.values()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            declared.add(name);
            assertEquals(name, field.written().getValue());
            assertEquals(field.isNumber() ? ValueType.BIGINT : ValueType.STRING, Schemas.load("auth").field(name).value().type(), name);
        }
        Set<String> schema = new TreeSet<>();
        Schemas.load("auth").fields().stream().map(Field::name).forEach(schema::add);
        assertEquals(schema, declared);
    }

    @Test
    void eachFieldIsWrittenByOneOfTheCasesAndAllFitTheSchema() throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode wanted : AuthCasesTest.events()) {
            lines.add(wanted.get("line").textValue());
        }
        lines.add("<86>1 2026-11-25T02:24:49Z web1 sshd 1 ID [x] x");
        lines.add("Nov 25 02:24:49 web1 last message repeated 5 times");
        lines.add("Nov 25 02:24:49 web1 useradd[1]: new user: name=bob, UID=0, GID=0, home=/home/bob, shell=/bin/sh, from=none");
        lines.add("Nov 25 02:24:49 web1 login[1]: LOGIN ON pts/3 BY bob FROM host.example.org");
        lines.addAll(read("/samples/auth-rfc3339.log").lines().toList());
        Set<String> found = new TreeSet<>();
        StringBuilder records = new StringBuilder();
        for (String line : lines) {
            JsonNode record = Parsing.record(new Syslog(ZoneOffset.UTC), line);
            record.fieldNames().forEachRemaining(found::add);
            records.append(record).append('\n');
        }
        JsonNode ofJournal = Parsing.record(new JournalSyslog(), JOURNAL);
        ofJournal.fieldNames().forEachRemaining(found::add);
        records.append(ofJournal).append('\n');
        Set<String> declared = new TreeSet<>(OF_SYSLOG);
        declared.addAll(OF_JOURNAL);
        for (AuthField field : AuthField.values()) {
            declared.add(field.written().getValue());
        }
        assertEquals(declared, found);
        SchemaCheck.assertFits("auth", records.toString());
    }

    @Test
    void messagesOfKnownProgramsWithoutAnEventAreCounted() {
        LineFormat format = new LineFormat(new Syslog(ZoneOffset.UTC));
        Block block = format.parse(TestBlock.of("Nov 25 02:24:49 web1 sshd[1]: a message of the year 2099\n"
            + "Nov 25 02:24:49 web1 sshd[1]: Accepted password for root from 9.9.9.9 port 2 ssh2\n"
            + "Nov 25 02:24:49 web1 nginx[1]: a message of nginx\n"
            + "Nov 25 02:24:49 web1 sudo: another\n"));
        assertEquals(2, block.withoutEvent());
        assertEquals(2, block.with(block.bytes(), block.length(), block.lines()).withoutEvent());
        assertTrue(format.parse(TestBlock.of("")).withoutEvent() == 0);
    }

    private static String read(String resource) throws IOException {
        try (InputStream in = AuthSchemaTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
