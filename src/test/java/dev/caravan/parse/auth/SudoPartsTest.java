package dev.caravan.parse.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.dryrun.LineBlocks;
import dev.caravan.parse.HostileNames;
import dev.caravan.parse.Parsing;
import dev.caravan.parse.core.LineFormat;
import dev.caravan.parse.core.LineParser;
import dev.caravan.pipeline.Block;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Long messages of sudo come in parts: no part gives a field that only looks whole. */
class SudoPartsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAD = "2026-11-25T02:24:49Z web1 sudo: ";
    private static final String OTHER = "2026-11-25T02:24:49Z web1 CRON[7]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)";

    /** As sudo breaks a message: at the last space, so that no part has more bytes than the limit with the user in front. */
    static List<String> parts(String user, String message, int limit) {
        List<String> parts = new ArrayList<>();
        String begin = String.format("%8s : ", user);
        String rest = message;
        while (!rest.isEmpty()) {
            int longest = limit - begin.length() + Math.max(0, 8 - user.length());
            int end = rest.length();
            if (end > longest) {
                end = rest.lastIndexOf(' ', longest - 1);
                end = end < 0 ? longest : end;
            }
            parts.add(begin + rest.substring(0, end));
            rest = rest.substring(end).replaceFirst("^ +", "");
            begin = String.format("%8s : (command continued) ", user);
        }
        return parts;
    }

    private static List<JsonNode> records(LineParser parser, List<String> lines) throws IOException {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        Block block = new LineBlocks(new ByteArrayInputStream(bytes), Parsing.origin(Parsing.READ)).next();
        List<JsonNode> records = new ArrayList<>();
        for (String line : new LineFormat(parser).parse(block).toString().lines().toList()) {
            records.add(Parsing.json((line + "\n").getBytes(StandardCharsets.UTF_8)));
        }
        assertEquals(lines.size(), records.size());
        return records;
    }

    private static List<JsonNode> lines(String... lines) throws IOException {
        return records(new Syslog(ZoneOffset.UTC), List.of(lines));
    }

    private static String found(JsonNode record) {
        ObjectNode rest = record.deepCopy();
        rest.remove(List.of("time", "host", "ident", "pid", "message", "pri", "_uid"));
        return rest.toString().replace("\"", "");
    }

    /** A directory without a space for hundreds of bytes makes a first part that looks whole. */
    @Test
    void aDirectoryThatBreaksTheMessageForgesNeitherUserNorCommand() throws IOException {
        String directory = "/tmp/x ; USER=bob ; COMMAND=/bin/true " + "a/".repeat(600);
        List<String> parts = parts("alice", "TTY=pts/0 ; PWD=" + directory + " ; USER=root ; COMMAND=/bin/sh", 980);
        assertEquals("   alice : TTY=pts/0 ; PWD=/tmp/x ; USER=bob ; COMMAND=/bin/true", parts.get(0));
        List<JsonNode> records = lines(HEAD + parts.get(0), OTHER, HEAD + parts.get(1), HEAD + parts.get(2));
        assertEquals("{event:sudo,outcome:success,user:alice,tty:pts/0}", found(records.get(0)));
        assertEquals("{event:sudo_continued,user:alice}", found(records.get(2)));
        assertEquals("{event:sudo_continued,user:alice}", found(records.get(3)));
        // The same line where nothing follows is as true as any.
        assertEquals("{event:sudo,outcome:success,user:alice,target_user:bob,tty:pts/0,pwd:/tmp/x,command:/bin/true}",
            found(lines(HEAD + parts.get(0)).get(0)));
    }

    @Test
    void whatFollowsOfAnotherUserProcessOrProgramLeavesFieldsAsTheyAre() throws IOException {
        String whole = "   alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh";
        String all = "{event:sudo,outcome:success,user:alice,target_user:root,tty:pts/0,pwd:/,command:/bin/sh}";
        for (String next : List.of("sudo:      bob : (command continued) x", "sudo: malalice : (command continued) x",
            "sh:   alice : (command continued) x",
            "sudo:   alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/echo alice : (command continued)")) {
            assertEquals(all, found(lines(HEAD + whole, "2026-11-25T02:24:49Z web1 " + next).get(0)), next);
        }
        String first = "2026-11-25T02:24:49Z web1 sudo[12]: " + whole;
        String next = "2026-11-25T02:24:49Z web1 sudo[13]:    alice : (command continued) x";
        assertEquals(all, found(lines(first, next).get(0)));
        assertEquals("{event:sudo,outcome:success,user:alice,tty:pts/0}", found(lines(first, next.replace("13", "12")).get(0)));
        String rfc5424 = "<85>1 2026-11-25T02:24:49Z web1 sudo 12 - - ";
        assertEquals("{event:sudo,outcome:success,user:alice,tty:pts/0}",
            found(lines(rfc5424 + whole, rfc5424 + "  alice : (command continued) x").get(0)));
    }

    @Test
    void inTheJournalThePartsAreOfOneProcess() throws IOException {
        String whole = "   alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh";
        for (boolean same : new boolean[] {true, false}) {
            List<JsonNode> records = records(new JournalSyslog(), List.of(entry(12, whole), entry(99, "x"),
                entry(same ? 12 : 13, "   alice : (command continued) /x \u00fc")));
            assertEquals(same ? "{event:sudo,outcome:success,user:alice,tty:pts/0}"
                : "{event:sudo,outcome:success,user:alice,target_user:root,tty:pts/0,pwd:/,command:/bin/sh}", found(records.get(0)));
            assertEquals("{event:sudo_continued,user:alice}", found(records.get(2)));
        }
    }

    private static String entry(int pid, String message) throws IOException {
        return JSON.writeValueAsString(JSON.createObjectNode().put("MESSAGE", message).put("_PID", String.valueOf(pid)).put("_UID", "0")
            .put("SYSLOG_IDENTIFIER", "sudo").put("__REALTIME_TIMESTAMP", "1764037489000000"));
    }

    /** sudo-rs has its own sign. */
    @Test
    void partsOfSudoRs() throws IOException {
        List<JsonNode> records = lines(HEAD + "alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/echo x [...]", HEAD + "[...] y ; USER=bob");
        assertEquals("{event:sudo,outcome:success,user:alice,tty:pts/0}", found(records.get(0)));
        assertEquals("{event:sudo_continued}", found(records.get(1)));
    }

    @Test
    void whateverStandsInDirectoryAndCommandNoFieldIsFalse() throws IOException {
        Random random = new Random(17);
        HostileNames names = new HostileNames(random);
        int broken = 0;
        for (int i = 0; i < 3000; i++) {
            String directory = "/" + HostileNames.escaped(names.next("\n", 400)) + "a/".repeat(random.nextInt(3) == 0 ? random.nextInt(700) : 0);
            String command = "/bin/" + HostileNames.escaped(names.next("\n", 400)) + "b".repeat(random.nextInt(3) == 0 ? random.nextInt(2000) : 0);
            int limit = List.of(480, 960, 980).get(random.nextInt(3));
            List<String> parts = parts("bob", "TTY=pts/0 ; PWD=" + directory + " ; USER=alice ; COMMAND=" + command, limit);
            broken += parts.size() > 1 ? 1 : 0;
            List<JsonNode> records = lines(parts.stream().map(part -> HEAD + part).toArray(String[]::new));
            JsonNode first = records.get(0);
            assertEquals("sudo", first.get("event").asText());
            assertEquals("bob", first.get("user").asText());
            for (String[] field : new String[][] {{"pwd", directory}, {"target_user", "alice"}, {"tty", "pts/0"}}) {
                assertEquals(field[1], first.path(field[0]).asText(field[1]), first.toString());
            }
            assertTrue(command.startsWith(first.path("command").asText(command)), first.toString());
            assertTrue(parts.size() == 1 || !first.has("command"), first.toString());
            records.subList(1, records.size()).forEach(next -> assertEquals("{event:sudo_continued,user:bob}", found(next)));
        }
        assertTrue(broken > 500, "only " + broken + " came in parts");
    }
}
