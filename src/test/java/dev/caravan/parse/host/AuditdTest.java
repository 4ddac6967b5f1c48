package dev.caravan.parse.host;

import static dev.caravan.parse.Parsing.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.Parsing;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Records of auditd with what an attacker may choose, and those of old systems. */
class AuditdTest {

    private static final String AT = " msg=audit(1681603201.123:456)";
    private final Auditd parser = new Auditd();

    private JsonNode record(String line) {
        return Parsing.record(parser, line);
    }

    private static String hex(String text) {
        return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anApostropheInANameEndsNothing() {
        for (String name : new String[] {"x'res='success'addr='6.6.6.6", "o'neil", "x' res=success addr=6.6.6.6 y='", "'", "''"}) {
            JsonNode record = record("type=USER_LOGIN" + AT + ": pid=7 uid=0 auid=4294967295 ses=4294967295 msg='op=login acct=\"" + name
                + "\" exe=\"/usr/sbin/sshd\" hostname=? addr=9.9.9.9 terminal=sshd res=failed'");
            assertEquals(name, get(record, "acct"));
            assertEquals("9.9.9.9", get(record, "addr"));
            assertEquals("failed", get(record, "res"));
            assertFalse(record.has("addr_2") || record.has("res_2") || record.has("text"), record.toString());
        }
    }

    @Test
    void theSameWithNamesBehindTheSeparator() {
        JsonNode record = record("type=USER_LOGIN" + AT
            + ": pid=7 uid=0 msg='op=login acct=\"o'neil\" addr=9.9.9.9 res=failed'\u001dUID=\"root\" AUID=\"o'neil\"");
        assertEquals("o'neil", get(record, "acct"));
        assertEquals("root", get(record, "uid_name"));
        assertEquals("o'neil", get(record, "auid_name"));
    }

    @Test
    void aFieldBeginsBehindASpaceOrABracketOnly() {
        JsonNode record = record("type=PATH" + AT + ": item=0 name=\"/tmp/x,res=success\" path=/a;addr=6.6.6.6 nametype=NORMAL");
        assertEquals("/tmp/x,res=success", get(record, "name"));
        assertEquals("/a;addr=6.6.6.6", get(record, "path"));
        assertFalse(record.has("res") || record.has("addr"));
    }

    @Test
    void partsOfAnArgumentAreDecoded() {
        JsonNode record = record("type=EXECVE" + AT + ": argc=4 a0=\"sh\" a1=\"-c\" a2_len=12 a2[0]=" + hex("echo ") + " a2[1]=" + hex("a b\u00e9")
            + " a3=\"x\"");
        assertEquals("echo ", get(record, "a2[0]"));
        assertEquals("a b\u00e9", get(record, "a2[1]"));
        assertEquals("x", get(record, "a3"));
        assertEquals("a", get(record("type=EXECVE" + AT + ": argc=2 a1[0]=\"a\" a1[1]=\"b\""), "a1[0]"));
    }

    @Test
    void severalKeysAreSeveralFields() {
        JsonNode record = record("type=SYSCALL" + AT + ": pid=1 key=" + hex("exec\u0001root"));
        assertEquals("exec", get(record, "key"));
        assertEquals("root", get(record, "key_2"));
        assertEquals("one", get(record("type=SYSCALL" + AT + ": pid=1 key=\"one\""), "key"));
        assertFalse(record("type=SYSCALL" + AT + ": pid=1 key=(null)").has("key"));
    }

    @Test
    void oldSystemsWriteAListInBrackets() {
        JsonNode record = record("type=USER_AUTH" + AT + ": user pid=7 uid=0 auid=4294967295 msg='PAM: authentication acct=\"root\" :"
            + " exe=\"/usr/sbin/sshd\" (hostname=9.9.9.9, addr=9.9.9.9, terminal=ssh res=failed)'");
        assertEquals("9.9.9.9", get(record, "hostname"));
        assertEquals("9.9.9.9", get(record, "addr"));
        assertEquals("ssh", get(record, "terminal"));
        assertEquals("failed", get(record, "res"));
        assertEquals("root", get(record, "acct"));
        assertTrue(get(record, "text").startsWith("user") && get(record, "text").endsWith("PAM: authentication"), get(record, "text"));
        record = record("type=USER_LOGIN" + AT
            + ": user pid=7 uid=0 msg='acct=root : exe=\"/usr/sbin/sshd\" (hostname=?, addr=9.9.9.9, terminal=sshd result=Failed)'");
        assertFalse(record.has("hostname"));
        assertEquals("Failed", get(record, "result"));
    }

    @Test
    void messagesOfTheDaemonItselfMayLackTheColon() {
        JsonNode record = record("type=DAEMON_START" + AT
            + " auditd start, ver=1.7.4, format=raw, kernel=2.6.32, auid=0 pid=9 res=success, auditd pid=9");
        assertEquals("1.7.4", get(record, "ver"));
        assertEquals("raw", get(record, "format"));
        assertEquals("success", get(record, "res"));
        assertTrue(get(record, "text").startsWith("auditd start,"), get(record, "text"));
        assertEquals("DAEMON_END", get(record("type=DAEMON_END" + AT), "type"));
    }

    @Test
    void whatMayBeInHexIsDecoded() {
        for (String field : new String[] {"old-chardev", "new-chardev", "old-fs", "new-fs", "old-net", "new-net", "old-rng", "new-rng", "cgroup",
            "profile", "info", "operation", "denied_mask", "requested_mask", "invalid_context", "root_dir", "acct", "cmd", "comm", "data"}) {
            assertEquals("a b", get(record("type=X" + AT + ": " + field + "=" + hex("a b")), field));
        }
        assertEquals("/run/x", get(record("type=X" + AT + ": path=00" + hex("/run/x")), "path"));
    }

    @Test
    void aNumberThatIsNoneIsRefused() {
        assertTrue(Parsing.refused(parser, "type=X" + AT + ": pid=x").contains("pid"));
        Parsing.refused(parser, "type=X msg=audit(1.2:3): x=1");
        Parsing.refused(parser, "type=x" + AT + ": x=1");
    }
}
