package dev.caravan.parse.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.parse.Parsing;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class FluentdSyslogTest {

    private final FluentdSyslog parser = new FluentdSyslog(new Syslog(ZoneId.of("Europe/Berlin")));

    private String record(String line) {
        return Parsing.record(parser, line).toString();
    }

    @Test
    void aLineHasTheFieldsOfTheManagedSchemaAndNoOthers() {
        assertEquals("{\"time\":\"2026-11-25 02:24:49 +0000\",\"host\":\"web1\",\"ident\":\"sshd\",\"pid\":8904,\"message\":"
            + "\"Accepted publickey for u from 192.0.2.1 port 5 ssh2: RSA SHA256:x\",\"tag\":\"syslog.auth\"}",
            record("2026-11-25T02:24:49.123920Z web1 sshd[8904]: Accepted publickey for u from 192.0.2.1 port 5 ssh2: RSA SHA256:x"));
    }

    @Test
    void theTimeKeepsItsOffsetWithoutAColon() {
        assertTrue(record("Nov 25 02:24:49 web1 sudo: x").contains("\"time\":\"2026-11-25 02:24:49 +0100\""));
        assertTrue(record("2026-11-25T02:24:49.5-09:30 web1 sudo: x").contains("\"time\":\"2026-11-25 02:24:49 -0930\""));
    }

    @Test
    void allRequiredFieldsAreThereThoughTheLineNamesNoProgram() {
        assertEquals(
            "{\"time\":\"2026-11-25 02:24:49 +0000\",\"host\":\"web1\",\"ident\":\"\",\"message\":\"last message repeated 2 times\",\"tag\":\"syslog.auth\"}",
            record("2026-11-25T02:24:49Z web1 last message repeated 2 times"));
    }

    @Test
    void thePriorityIsANumberAndRfc5424IsReadToo() {
        assertEquals(
            "{\"pri\":34,\"time\":\"2003-10-11 22:14:15 +0000\",\"host\":\"web1\",\"ident\":\"su\",\"pid\":12,\"message\":\"text\",\"tag\":\"syslog.auth\"}",
            record("<34>1 2003-10-11T22:14:15.003Z web1 su 12 ID47 [x@1 a=\"b\"] text"));
    }

    @Test
    void aRefusedLineLeavesNothingForTheNext() {
        Parsing.refused(parser, "<34>Nov 25 02:24:49");
        assertTrue(record("2026-11-25T02:24:49Z web1 a: b").startsWith("{\"time\""));
    }
}
