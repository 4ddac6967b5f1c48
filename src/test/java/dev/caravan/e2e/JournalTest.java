package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.schema.SchemaCheck;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.Journal;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source auth where there is no auth.log, and routes of users that begin with journal-source. */
@Tag("slow")
class JournalTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;
    private Path logs;
    private Journal journal;
    private S3Server s3;
    private final Map<String, String> settings = new TreeMap<>();

    @BeforeEach
    void start() throws IOException {
        journal = new Journal(Files.createDirectory(directory.resolve("journal")));
        logs = Files.createDirectory(directory.resolve("logs"));
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
        settings.putAll(CaravanProcess.oneLog(logs, s3.endpoint()));
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        settings.put("caravan.source.nginx.enabled", "false");
        settings.put("caravan.source.auth.enabled", "true");
        settings.put("caravan.source.auth.directory", logs.toString());
        settings.put("caravan.source.auth.journal-directory", journal.directory().toString());
    }

    @AfterEach
    void stop() {
        if (s3 != null) {
            journal.close();
            s3.close();
        }
    }

    private void awaitLines(int count) {
        await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("auth/").size() >= count);
    }

    @Test
    void authTakesTheJournalWhereThereIsNoAuthLogAndStaysWithIt() throws Exception {
        journal.write("a",
            journal.entry("Accepted publickey for alice from 203.0.113.7 port 57264 ssh2: ED25519 SHA256:abc").with("SYSLOG_PID", "8904")
                .with("_SYSTEMD_UNIT", "ssh.service"),
            journal.entry("an entry of another facility").set("SYSLOG_FACILITY", "3"),
            journal.entry("two\nlines"));
        try (LogCapture log = new LogCapture(); InProcess caravan = new InProcess(settings)) {
            awaitLines(2);
            assertTrue(log.text().contains("auth: reads the journal, because " + logs.resolve("auth.log") + " does not exist"), log.text());
            assertTrue(log.text().contains("auth: following the journal in " + journal.directory()
                + " (SYSLOG_FACILITY=4 SYSLOG_FACILITY=10)"), log.text());
        }
        Files.writeString(logs.resolve("auth.log"), "2026-11-25T02:24:49.123920+00:00 web1 sshd[1]: of the file\n");
        journal.write("a", journal.entry("after the stop"));
        try (LogCapture log = new LogCapture(); InProcess caravan = new InProcess(settings)) {
            awaitLines(3);
            assertTrue(log.text().contains("auth: reads the journal, as at its first start; " + logs.resolve("auth.log") + " is not read"),
                log.text());
        }
        List<String> lines = s3.lines("auth/");
        assertEquals(3, lines.size(), lines::toString);
        SchemaCheck.assertFits("auth", String.join("\n", lines) + "\n");
        JsonNode login = JSON.readTree(lines.get(0));
        assertEquals(JSON.readTree("""
            {"time":"2025-11-24T16:00:00.000000Z","host":"web1","pri":86,"ident":"sshd","pid":8904,
            "message":"Accepted publickey for alice from 203.0.113.7 port 57264 ssh2: ED25519 SHA256:abc","event":"ssh_login",
            "outcome":"success","method":"publickey","user":"alice","src_ip":"203.0.113.7","src_port":57264,"key_type":"ED25519",
            "key_fingerprint":"SHA256:abc","_uid":0,"_exe":"/usr/sbin/sshd","_comm":"sshd","_unit":"ssh.service"}"""), login);
        assertEquals("two\nlines", JSON.readTree(lines.get(1)).get("message").asText());
        assertEquals("after the stop", JSON.readTree(lines.get(2)).get("message").asText());
    }

    @Test
    void authTakesAuthLogWhereItIsThereAndStaysWithItWhenItHasGone() throws Exception {
        journal.write("a", journal.entry("of the journal"));
        Path log = Files.writeString(logs.resolve("auth.log"), "2026-11-25T02:24:49.123920+00:00 web1 sshd[1]: of the file\n");
        try (InProcess caravan = new InProcess(settings)) {
            awaitLines(1);
        }
        Files.delete(log);
        try (LogCapture said = new LogCapture(); InProcess caravan = new InProcess(settings)) {
            await().atMost(Duration.ofSeconds(20)).until(() -> said.text().contains("auth: waiting for"));
        }
        assertEquals(1, s3.lines("auth/").size());
        settings.put("caravan.source.auth.input", "journal");
        try (LogCapture said = new LogCapture(); InProcess caravan = new InProcess(settings)) {
            awaitLines(2);
            assertTrue(said.text().contains("caravan.source.auth.input is journal, and so far the source read the file"), said.text());
        }
        assertTrue(s3.lines("auth/").get(1).contains("of the journal"));
    }

    @Test
    void rawOutputIsALineOfSyslog() throws Exception {
        journal.write("a", journal.entry("two\nlines \u2028"));
        settings.put("caravan.source.auth.format", "raw");
        try (InProcess caravan = new InProcess(settings)) {
            awaitLines(1);
        }
        assertEquals(List.of("2025-11-24T16:00:00.000000Z web1 sshd[77]: two#012lines \u2028"),
            new String(s3.content("auth/"), java.nio.charset.StandardCharsets.UTF_8).lines().toList());
        assertTrue(s3.keys().get(0).endsWith(".log.gz"), s3.keys()::toString);
    }

    @Test
    void aMessageThatIsTooLongIsKeptInPiecesAndAnOutboxThatIsFullHoldsReading() throws Exception {
        settings.put("caravan.tail.max-line-bytes", "100k");
        settings.put("caravan.outbox.max-bytes", "1");
        s3.answerPutsWith(503);
        journal.write("a", journal.entry("x".repeat(250_000)));
        try (InProcess caravan = new InProcess(settings)) {
            Path outbox = directory.resolve("state/outbox/unparsed/auth");
            await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(outbox));
            await().atMost(Duration.ofSeconds(30)).until(() -> caravan.shipper().openBatchBytes("auth") == 0);
            journal.write("a", journal.entry("later"));
            long before = caravan.shipper().linesRead("auth");
            await().during(Duration.ofMillis(800)).until(() -> caravan.shipper().linesRead("auth") == before);
            s3.answerPutsWith(0);
            awaitLines(1);
            List<String> pieces = s3.lines("unparsed/auth/");
            assertEquals(3, pieces.size());
            int length = 0;
            for (String piece : pieces) {
                String raw = JSON.readTree(piece).get("raw").asText();
                assertTrue(raw.startsWith("{\"CARAVAN_PIECE\":"), raw);
                length += JSON.readTree(raw).get("MESSAGE").asText().length();
            }
            assertEquals(250_000, length);
        }
        assertEquals(1, s3.lines("auth/").size());
    }

    @Test
    void aRouteOfAUserIsReloadedAndLosesNothing() throws Exception {
        Path routes = Files.createDirectory(directory.resolve("routes"));
        for (String shipped : new String[] {"deliver", "errors"}) {
            Files.copy(Path.of("routes", shipped + ".yaml"), routes.resolve(shipped + ".yaml"));
        }
        settings.put("camel.main.routes-reload-directory", routes.toString());
        String route = """
            - route:
                id: mine
                from:
                  uri: kamelet:journal-source
                  parameters:
                    source: mine
                    matches: SYSLOG_IDENTIFIER=sshd _UID=0 + SYSLOG_IDENTIFIER=none
                    fields: MESSAGE
                    directory: %s
                  steps:
                    - to: { uri: "kamelet:s3-batch-sink", parameters: { source: %s } }
            """;
        Files.writeString(routes.resolve("mine.yaml"), route.formatted(journal.directory(), "one"));
        journal.write("a", journal.entry("line 0"), journal.entry("no").set("SYSLOG_IDENTIFIER", "other"));
        try (LogCapture log = new LogCapture(); InProcess caravan = new InProcess(settings)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("one/").size() == 1);
            Files.writeString(routes.resolve("mine.yaml"), route.formatted(journal.directory(), "two"));
            journal.write("a", journal.entry("line 1"));
            await().atMost(Duration.ofSeconds(30)).until(() -> log.text().contains("the change was loaded"));
            journal.write("a", journal.entry("line 2"));
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("two/").contains("{\"MESSAGE\":\"line 2\"}"));
        }
        assertEquals(3, s3.lines("one/").size() + s3.lines("two/").size());
        assertEquals("{\"MESSAGE\":\"line 0\"}", s3.lines("one/").get(0));
        assertTrue(s3.keys().stream().allMatch(key -> key.endsWith(".json.gz")), s3.keys()::toString);
        // A process that was killed is there for a moment more.
        await().until(() -> ProcessHandle.current().children().noneMatch(p -> p.info().command().orElse("").endsWith("journalctl")));
    }
}
