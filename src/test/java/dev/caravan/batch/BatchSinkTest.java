package dev.caravan.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchSinkTest {

    @ParameterizedTest
    @CsvSource({
        "/opt/zeek/logs/current/dns.log, dns",
        "/opt/zeek/logs/current/known_hosts.log, known_hosts",
        "/opt/zeek/logs/current/conn.2026-11-25-10-00-00.log, conn",
        "/opt/zeek/spool/zeek/conn-26-11-25_10.00.00.log, conn",
        "/opt/zeek/logs/2026-11-25/conn.10:00:00-11:00:00.log.gz, conn",
        "/opt/zeek/logs/current/x509.log, x509",
        "/var/log/app/access.log.1, access",
        "/var/log/app/access.log-20261125.gz, access",
        "/var/log/app/.hidden, .hidden",
        "messages, messages"})
    void theNameOfALogIsThatOfItsFileWithoutExtensionsAndWhatRotationPutThere(String file, String name) {
        assertEquals(name, BatchSink.name(file));
    }

    @ParameterizedTest
    @CsvSource({"nginx, nginx", "unparsed/nginx, unparsed/nginx", "a b/c, a_b/c", "/a//b/, a/b", "../x, _/x", "/, _"})
    void anOutputIsCleanedOnceSoThatTwoOutputsOfOneKeyShareAPart(String output, String folders) {
        assertEquals(folders, KeyTemplate.folders(output));
        assertEquals(folders, KeyTemplate.folders(folders));
    }
}
