package dev.caravan.parse.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.Parsing;
import dev.caravan.parse.core.LineFormat;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.TestBlock;
import dev.caravan.schema.SchemaCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The records of one event as one. */
class AuditdEventsTest {

    private static final String AT = " msg=audit(1681603201.123:456): ";
    private static final String EXEC = "type=SYSCALL" + AT
        + "arch=c000003e syscall=59 success=yes exit=0 a0=55d4 a1=55d5 a2=55d6 a3=8 items=2 ppid=100"
        + " pid=101 auid=1000 uid=0 gid=0 euid=0 tty=pts0 ses=4 comm=\"cat\" exe=\"/usr/bin/cat\" key=" + hex("exec\u0001root") + "\n"
        + "type=EXECVE" + AT + "argc=3 a0=\"cat\" a1[0]=" + hex("/tmp/a ") + " a1[1]=" + hex("b'c") + "\n"
        + "type=EXECVE" + AT + "a2=\"-l\"\n"
        + "type=CWD" + AT + "cwd=\"/root\"\n"
        + "type=PATH" + AT + "item=0 name=\"/usr/bin/cat\" inode=12 mode=0100755 ouid=0 nametype=NORMAL\n"
        + "type=PATH" + AT + "item=1 name=\"/lib64/ld.so\" inode=13 mode=0100755 ouid=0 nametype=NORMAL\n"
        + "type=PROCTITLE" + AT + "proctitle=" + hex("cat\0/tmp/a b'c\0-l") + "\n";

    private final LineFormat format = new LineFormat(new AuditdEvents());

    private static String hex(String text) {
        return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<JsonNode> events(String lines) {
        Block block = format.parse(TestBlock.of(lines));
        List<JsonNode> events = new ArrayList<>();
        block.toString().lines().forEach(line -> events.add(Parsing.json((line + "\n").getBytes(StandardCharsets.UTF_8))));
        assertEquals(events.size(), block.lines());
        return events;
    }

    @Test
    void aCommandIsOneRecord() {
        List<JsonNode> events = events(EXEC);
        assertEquals(1, events.size());
        JsonNode event = events.get(0);
        assertEquals("SYSCALL", event.get("type").textValue());
        assertEquals("cat '/tmp/a b'\\''c' -l", event.get("command").textValue());
        assertEquals("[\"cat\",\"/tmp/a b'c\",\"-l\"]", event.get("args").toString());
        assertEquals("x86_64", event.get("arch_name").textValue());
        assertEquals("execve", event.get("syscall_name").textValue());
        assertEquals("c000003e 59", event.get("arch").textValue() + " " + event.get("syscall").longValue());
        assertEquals(0, event.get("uid").intValue());
        assertEquals(1000, event.get("auid").intValue());
        assertEquals("/root", event.get("cwd").textValue());
        assertEquals("[\"exec\",\"root\"]", event.get("keys").toString());
        assertEquals("[\"/usr/bin/cat\",\"/lib64/ld.so\"]", event.get("paths").toString());
        assertEquals("[\"12\",\"13\"]", event.get("path_inode").toString());
        assertEquals(456, event.get("serial").intValue());
        assertEquals("2023-04-16T00:00:01.123Z", event.get("time").textValue());
        assertEquals("55d4", event.get("a0").textValue(), "an argument of the system call, not of the command");
    }

    @Test
    void mixedEventsAreJoinedByTimeSerialAndNode() {
        String other = EXEC.replace(":456", ":457");
        String node = EXEC.replace("type=", "node=db1 type=");
        StringBuilder mixed = new StringBuilder();
        for (int i = 0; i < EXEC.lines().count(); i++) {
            for (String event : List.of(EXEC, other, node)) {
                mixed.append(event.split("\n")[i]).append('\n');
            }
        }
        List<JsonNode> events = events(mixed.toString());
        assertEquals(3, events.size());
        for (JsonNode event : events) {
            assertEquals(7, event.get("types").size());
            assertEquals("cat '/tmp/a b'\\''c' -l", event.get("command").textValue());
        }
        assertEquals("db1", events.get(2).get("node").textValue());
    }

    @Test
    void eventsWithoutAnEndComeAtTheEndOfTheBlockInTheirOrder() {
        List<JsonNode> events = events("type=USER_LOGIN msg=audit(1.100:2): pid=1 msg='op=login acct=\"al\" res=failed'\n"
            + "type=CONFIG_CHANGE msg=audit(1.100:3): op=add_rule key=\"modules\" list=4 res=1\n");
        assertEquals("USER_LOGIN", events.get(0).get("type").textValue());
        assertEquals("al", events.get(0).get("acct").textValue());
        assertEquals("CONFIG_CHANGE", events.get(1).get("type").textValue());
        assertEquals(List.of(), events(""));
    }

    @Test
    void aLetterMayBeInTwoPartsOfAnArgument() {
        assertEquals("'\u00e9'", events("type=EXECVE" + AT + "argc=1 a0[0]=C3 a0[1]=A9\n").get(0).get("command").textValue());
    }

    @Test
    void whatTwoRecordsSayIsThereOnceOrAsAnother() {
        JsonNode event = events("type=AVC msg=audit(1.100:2): avc:  denied  { read } for  pid=77 comm=\"x\" type=5 time=1 command=7\n"
            + "type=SYSCALL msg=audit(1.100:2): arch=40000003 syscall=11 pid=77 comm=\"y\"\n").get(0);
        assertEquals(77, event.get("pid").intValue());
        assertFalse(event.has("pid_2"));
        assertEquals("x", event.get("comm").textValue());
        assertEquals("y", event.get("comm_2").textValue());
        assertEquals("execve", event.get("syscall_name").textValue());
        assertEquals("i386", event.get("arch_name").textValue());
        assertEquals("5", event.get("type_2").textValue());
        assertEquals("7", event.get("command_2").textValue());
    }

    @Test
    void namesOfTheDaemonWinAndUnknownNumbersStay() {
        JsonNode event = events("type=SYSCALL msg=audit(1.100:2): arch=c000003e syscall=9999 pid=77\u001dARCH=x86_64 SYSCALL=new_call AUID=\"al\"\n")
            .get(0);
        assertEquals("new_call", event.get("syscall_name").textValue());
        assertEquals("al", event.get("auid_name").textValue());
        event = events("type=SYSCALL msg=audit(1.100:2): arch=c00000b7 syscall=221 pid=1\n").get(0);
        assertEquals("execve", event.get("syscall_name").textValue());
        event = events("type=SYSCALL msg=audit(1.100:2): arch=deadbeef syscall=59 pid=1\n").get(0);
        assertEquals("deadbeef 59", event.get("arch").textValue() + " " + event.get("syscall").longValue());
        assertFalse(event.has("arch_name") || event.has("syscall_name"));
        event = events("type=SYSCALL msg=audit(1.100:2): arch=c000003e syscall=59 pid=1\u001dARCH=unknown-elf-type(x) SYSCALL=unknown-syscall(59)\n")
            .get(0);
        assertEquals("x86_64 execve", event.get("arch_name").textValue() + " " + event.get("syscall_name").textValue());
    }

    @Test
    void aRefusedRecordIsKeptAsItIsAndTheOthersAreJoined() {
        Block block = format.parse(TestBlock.of(EXEC.replace("type=CWD" + AT, "type=CWD" + AT + "pid=x ")));
        assertEquals(1, block.lines());
        assertEquals(1, block.unparsedLines());
        assertTrue(TestBlock.section(block, "unparsed/test").contains("pid=x"));
    }

    @Test
    void theSampleFitsTheSchema() throws IOException {
        String sample;
        try (InputStream in = AuditdEventsTest.class.getResourceAsStream("/samples/audit.log")) {
            sample = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Block block = format.parse(TestBlock.of(sample + EXEC.replace("1681603201", "1681603301")));
        assertEquals(0, block.unparsedLines());
        SchemaCheck.assertFits("auditd-events", block.toString());
    }

    @Test
    void manyEventsWithoutAnEndDoNotFillTheMemory() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            lines.append("type=USER_LOGIN msg=audit(1.100:").append(i).append("): pid=1\n");
        }
        assertEquals(5000, events(lines.toString()).size());
    }
}
