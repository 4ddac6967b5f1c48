package dev.caravan.parse.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.dryrun.LineBlocks;
import dev.caravan.parse.Parsing;
import dev.caravan.parse.core.LineFormat;
import dev.caravan.pipeline.Block;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Debian's own sshd, sudo, su and useradd write when they are attacked: {@code mvn verify -Pdaemons}, as root. All
 * connections come from 127.0.0.1, and the attacker, whose account is mallory's, says {@code 6.6.6.6} and {@code forged} wherever
 * he can.
 */
@Tag("daemons")
class DaemonsIT {

    private static final List<String> PROGRAMS = List.of("/usr/sbin/sshd", "/usr/bin/sudo", "/usr/bin/ssh", "/usr/sbin/useradd",
        "/usr/bin/unshare", "/usr/bin/setpriv");
    private static final List<String> FORGED = List.of("6.6.6.6", "forged", "/forged");
    /** The names that the attempts use, as sshd writes them; it cuts what is longer. */
    private static final List<String> USERS = List.of("admin", "root", "denied", "mallory", "root from 6.6.6.6 port 6 ssh2",
        "invalid user root from 6.6.6.6 port 6", "x] 6.6.6.6 port 6 [preauth", "x for root from 6.6.6.6", "6.6.6.6", "mallory from 6.6.6.6",
        "nobody");

    @TempDir
    private Path folder;

    @Test
    void noFieldIsTheAttackers() throws IOException, InterruptedException {
        List<JsonNode> records = attacked();
        Map<String, Integer> events = new TreeMap<>();
        for (JsonNode record : records) {
            String message = record.path("message").asText();
            events.merge(record.path("event").asText("none: " + record.path("ident").asText()), 1, Integer::sum);
            if (record.has("src_ip")) {
                assertEquals("127.0.0.1", record.get("src_ip").asText(), message);
            }
            if (record.has("src_port")) {
                assertTrue(record.get("src_port").asInt() > 6, message);
            }
            for (String field : List.of("src_host", "target_user", "command", "tty", "ruser")) {
                assertFalse(FORGED.contains(record.path(field).asText()), field + " of " + message);
            }
            String user = record.path("user").asText("root");
            assertTrue(USERS.contains(user) || isLong(user), "user " + user + " of " + message);
        }
        assertTrue(events.getOrDefault("ssh_invalid_user", 0) >= 9, events::toString);
        assertTrue(events.getOrDefault("ssh_failed", 0) >= 11, events::toString);
        assertEquals(2, events.get("ssh_login"), events::toString);
        assertTrue(events.keySet().containsAll(List.of("ssh_denied", "ssh_connection_closed", "ssh_protocol_error", "ssh_session_opened",
            "sudo", "sudo_failed", "sudo_continued", "su_failed", "user_added", "user_deleted", "group_added")), events::toString);
        List<String> logins = records.stream().filter(r -> r.path("event").asText().equals("ssh_login"))
            .map(r -> r.path("user").asText() + " by " + r.path("method").asText()).toList();
        assertEquals(List.of("mallory by password", "mallory by publickey"), logins);
    }

    /** The names that fill sshd's line, written by it with escapes. */
    private static boolean isLong(String user) {
        return user.length() > 60 && user.matches("a+|(\\\\+303\\\\+274)+.*|(\\\\+001)+.*|ü+.*|\\p{Cntrl}+.*");
    }

    private List<JsonNode> attacked() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/id")) && new String(new ProcessBuilder("id", "-u").start().getInputStream()
            .readAllBytes(), StandardCharsets.US_ASCII).trim().equals("0"), "only root can start a sshd of its own");
        for (String program : PROGRAMS) {
            assumeTrue(Files.isExecutable(Path.of(program)), program + " is not installed");
        }
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path log = folder.resolve("auth.log");
        Path trouble = folder.resolve("trouble");
        Process attack = new ProcessBuilder("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh",
            Path.of("src/test/daemons/attack.sh").toAbsolutePath().toString(), log.toString(),
            Integer.toString(port)).redirectErrorStream(true)
            .redirectOutput(trouble.toFile()).start();
        try {
            assertTrue(attack.waitFor(3, TimeUnit.MINUTES), "attack.sh does not end");
            assertEquals(0, attack.exitValue(), () -> text(trouble));
        } finally {
            attack.destroyForcibly();
        }
        // As one block: parts of a long message are known by those that follow.
        Block block = new LineBlocks(Files.newInputStream(log), Parsing.origin(Instant.now())).next();
        Block parsed = new LineFormat(new Syslog(ZoneOffset.UTC)).parse(block);
        List<JsonNode> records = new ArrayList<>();
        for (String line : parsed.toString().lines().toList()) {
            records.add(Parsing.json((line + "\n").getBytes(StandardCharsets.UTF_8)));
        }
        assertEquals(block.lines(), records.size(), "lines that were refused");
        return records;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
