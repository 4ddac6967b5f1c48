package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The records of one event of auditd come in one block, each once, however they are written and whenever the process dies. */
class AuditEventBoundsTest extends OneLog {

    private final AuditEventBounds bounds = new AuditEventBounds();
    private final List<String> blocks = new ArrayList<>();

    private static String record(String type, long second, int serial) {
        return "type=" + type + " msg=audit(" + second + ".123:" + serial + "): x=1\n";
    }

    /** The lines that may be handed on. */
    private int whole(String... lines) {
        byte[] all = String.join("", lines).getBytes(StandardCharsets.UTF_8);
        int end = bounds.lastStart(all, all.length);
        return new String(all, 0, end, StandardCharsets.UTF_8).split("\n", -1).length - 1;
    }

    @Test
    void anEventWaitsForItsProctitle() {
        assertEquals(0, whole(record("SYSCALL", 100, 1)));
        assertEquals(0, whole(record("SYSCALL", 100, 1), record("EXECVE", 100, 1), record("CWD", 100, 1)));
        assertEquals(3, whole(record("SYSCALL", 100, 1), record("EXECVE", 100, 1), record("PROCTITLE", 100, 1)));
        assertEquals(2, whole(record("SYSCALL", 100, 1), record("PROCTITLE", 100, 1), record("SYSCALL", 100, 2)));
        assertEquals(1, whole(record("USER_LOGIN", 100, 1)));
        assertEquals(1, whole("node=web1 " + record("DAEMON_START", 100, 1)));
    }

    @Test
    void anEventWithoutAProctitleWaitsForTwoSecondsOrSomeLines() {
        assertEquals(0, whole(record("CONFIG_CHANGE", 100, 1), record("USER_LOGIN", 101, 2)));
        assertEquals(2, whole(record("CONFIG_CHANGE", 100, 1), record("USER_LOGIN", 102, 2)));
        String many = record("USER_LOGIN", 100, 2).repeat(AuditEventBounds.LINES);
        assertEquals(AuditEventBounds.LINES + 1, whole(record("CONFIG_CHANGE", 100, 1), many));
        assertEquals(1, whole("no record at all\n"));
    }

    @Test
    void mixedEventsAreNotCut() {
        assertEquals(0, whole(record("SYSCALL", 100, 1), record("SYSCALL", 100, 2), record("PROCTITLE", 100, 1)));
        assertEquals(1, whole(record("USER_LOGIN", 100, 0), record("SYSCALL", 100, 1), record("SYSCALL", 100, 2), record("PROCTITLE", 100, 1),
            record("CWD", 100, 2)));
        assertEquals(4, whole(record("SYSCALL", 100, 1), record("SYSCALL", 100, 2), record("PROCTITLE", 100, 1), record("PROCTITLE", 100, 2),
            record("SYSCALL", 100, 3)));
    }

    @Test
    void eachEventComesInOneBlockAcrossKillsAndBlockBorders() throws IOException {
        Random random = new Random(16);
        follower.auditEvents = true;
        follower.blockBytes = 900;
        follower.watch = block -> blocks.add(new String(block.bytes(), 0, block.length(), StandardCharsets.UTF_8));
        List<String> written = new ArrayList<>();
        follower.start();
        List<String> waiting = new ArrayList<>();
        long second = 1000;
        for (int serial = 1; serial <= 400; serial++) {
            second += random.nextInt(3) == 0 ? 1 : 0;
            List<String> event = new ArrayList<>(List.of(record("SYSCALL", second, serial)));
            for (int n = random.nextInt(5); n > 0; n--) {
                event.add(record("PATH", second, serial));
            }
            event.add(record("PROCTITLE", second, serial));
            // Two processors write at the same time.
            for (int i = 0; i < event.size(); i++) {
                waiting.add(Math.max(0, waiting.size() - (i == 0 ? random.nextInt(3) : 0)), event.get(i));
            }
            while (waiting.size() > 4) {
                String line = waiting.remove(0);
                written.add(line);
                int cut = random.nextInt(line.length());
                append(log, line.substring(0, cut));
                if (random.nextInt(4) == 0) {
                    follower.pollOnce();
                }
                append(log, line.substring(cut));
                if (random.nextInt(6) == 0) {
                    follower.pollOnce();
                }
                if (random.nextInt(40) == 0) {
                    follower.kill();
                    follower.start();
                } else if (random.nextInt(40) == 0) {
                    follower.seal();
                }
            }
        }
        for (String line : waiting) {
            written.add(line);
            append(log, line);
        }
        follower.drain();
        assertEquals(String.join("", written), new String(follower.bytes(), StandardCharsets.UTF_8));
        assertOneBlockAnEvent();
    }

    /** An event of several blocks would come in several records. After a kill the same lines come again, in the same way. */
    private void assertOneBlockAnEvent() {
        Map<String, String> of = new HashMap<>();
        for (String block : blocks) {
            Map<String, StringBuilder> events = new HashMap<>();
            block.lines().forEach(line -> events.computeIfAbsent(line.replaceAll(".*audit\\(|\\).*", ""), id -> new StringBuilder()).append(line));
            events.forEach((id, lines) -> {
                String before = of.putIfAbsent(id, lines.toString());
                assertTrue(before == null || before.equals(lines.toString()), id + " came in parts");
            });
        }
        assertEquals(400, of.size());
    }

    @Test
    void whatIsWaitedForComesWhenTheLogIsQuiet() throws IOException {
        follower.auditEvents = true;
        append(log, record("USER_LOGIN", 100, 1) + record("SYSCALL", 100, 2) + record("CWD", 100, 2));
        follower.start().poll();
        follower.seal();
        follower.expect(record("USER_LOGIN", 100, 1));
        follower.time.passes(2500);
        follower.poll();
        follower.seal();
        follower.expect(record("USER_LOGIN", 100, 1) + record("SYSCALL", 100, 2) + record("CWD", 100, 2));
    }
}
