package dev.caravan.parse.host;

import static dev.caravan.parse.Parsing.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.parse.Parsing;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import org.junit.jupiter.api.Test;

class NetstatTest {

    private final Netstat parser = new Netstat();

    private JsonNode record(String line) {
        return Parsing.record(parser, line);
    }

    @Test
    void aRowHasTheTimeInMillisecondsAndTheHostOfItsOrigin() {
        JsonNode record = record("tcp   0   0 0.0.0.0:22   0.0.0.0:*   LISTEN   1/sshd");
        assertEquals("2026-11-25T10:00:00.123Z", get(record, "time"));
        assertEquals("web1", get(record, "host"));
    }

    @Test
    void anEstablishedConnectionHasItsPeer() {
        JsonNode netstat = record("tcp6  0  36 2001:db8::1:22  2001:db8::2:50000  ESTABLISHED 9/sshd: alice [priv]");
        JsonNode ss = record("tcp  ESTAB  0  36 [2001:db8::1]:22  [2001:db8::2]:50000 users:((\"sshd\",pid=9,fd=4),(\"sshd\",pid=7,fd=4))");
        for (String name : new String[] {"protocol", "recv", "send", "local_address", "foreign_address", "state", "name",
            "local_ip", "local_port", "foreign_ip", "foreign_port", "pid"}) {
            assertEquals(netstat.get(name), ss.get(name), name);
        }
        assertEquals("2001:db8::2", get(ss, "foreign_ip"));
        assertEquals(50000, ss.get("foreign_port").intValue());
        assertEquals("ESTABLISHED", get(ss, "state"));
        assertEquals("9/sshd: alice [priv]", get(netstat, "process"));
        assertEquals("9/sshd", get(ss, "process"));
    }

    @Test
    void aListeningSocketHasNoPeer() {
        JsonNode record = record("tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:*");
        assertFalse(record.has("foreign_ip") || record.has("foreign_port"));
        assertEquals("-", get(record, "process"));
        assertEquals("", get(record, "name"));
        assertFalse(record.has("pid"));
    }

    @Test
    void connectedUdpKeepsItsStateAndOtherUdpHasNone() {
        assertEquals("ESTABLISHED", get(record("udp 0 0 10.0.0.1:68 10.0.0.2:67 ESTABLISHED 5/dhclient"), "state"));
        assertEquals("ESTABLISHED", get(record("udp ESTAB 0 0 10.0.0.1:68 10.0.0.2:67"), "state"));
        assertEquals("", get(record("udp 0 0 0.0.0.0:68 0.0.0.0:* 5/dhclient"), "state"));
        assertEquals("", get(record("udp UNCONN 0 0 0.0.0.0:68 0.0.0.0:*"), "state"));
    }

    @Test
    void theStatesOfSsAreNamedAsInNetstat() {
        String[][] states = {{"TIME-WAIT", "TIME_WAIT"}, {"FIN-WAIT-1", "FIN_WAIT1"}, {"FIN-WAIT-2", "FIN_WAIT2"},
            {"CLOSE-WAIT", "CLOSE_WAIT"}, {"LAST-ACK", "LAST_ACK"}, {"SYN-SENT", "SYN_SENT"}, {"SYN-RECV", "SYN_RECV"},
            {"UNCONN", "CLOSE"}, {"CLOSING", "CLOSING"}};
        for (String[] state : states) {
            assertEquals(state[1], get(record("tcp " + state[0] + " 0 0 10.0.0.1:22 10.0.0.2:5"), "state"));
        }
    }

    @Test
    void theScopeOfAnAddressIsInTheAddressAndNotInTheIp() {
        String[][] rows = {
            {"udp UNCONN 0 0 127.0.0.53%lo:53 0.0.0.0:*", "127.0.0.53%lo:53", "127.0.0.53", "udp"},
            {"udp UNCONN 0 0 [fe80::1]%eth0:546 [::]:*", "fe80::1%eth0:546", "fe80::1", "udp6"},
            {"udp UNCONN 0 0 *%eth0:68 *:*", "::%eth0:68", "::", "udp6"},
            {"udp 0 0 127.0.0.53%lo:53 0.0.0.0:* -", "127.0.0.53%lo:53", "127.0.0.53", "udp"}};
        for (String[] row : rows) {
            JsonNode record = record(row[0]);
            assertEquals(row[1], get(record, "local_address"));
            assertEquals(row[2], get(record, "local_ip"));
            assertEquals(row[3], get(record, "protocol"));
        }
    }

    @Test
    void anIpv6AddressThatNetstatCutIsNoIp() {
        JsonNode record = record("tcp6 0 0 2001:db8:1234:5678:9:22 :::* LISTEN -");
        assertEquals("2001:db8:1234:5678:9:22", get(record, "local_address"));
        assertEquals("absent", get(record, "local_ip"));
        assertEquals(22, record.get("local_port").intValue());
        // Cut, it is a valid address, but another one.
        assertEquals("absent", get(record("tcp6 0 0 2001:db8:1234::567890:22 :::* LISTEN -"), "local_ip"));
        assertEquals("absent", get(record("tcp6 0 0 2001:db8:1234:56::7:443 :::* LISTEN -"), "local_ip"));
        assertEquals("2001:db8:1234:56::7", get(record("tcp6 0 0 2001:db8:1234:56::7:44 :::* LISTEN -"), "local_ip"));
    }

    @Test
    void namesInsteadOfNumbersAreNoIpAndNoPort() {
        JsonNode record = record("tcp 0 0 localhost:ssh 0.0.0.0:* LISTEN 1/sshd");
        assertEquals("localhost:ssh", get(record, "local_address"));
        assertFalse(record.has("local_ip") || record.has("local_port"));
    }

    @Test
    void programNamesMayHoldAnything() {
        assertEquals("a b/c LISTEN 7/x", get(record("tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 12/a b/c LISTEN 7/x  "), "name"));
        assertEquals("C:/x", get(record("tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 12/C:/x"), "name"));
        assertEquals("sshd", get(record("tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 12/sshd:"), "name"));
        assertEquals("", get(record("tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 12/"), "name"));
    }

    @Test
    void aProgramThatNamesItselfLikeAnotherEntryOfSsIsNotBelieved() {
        JsonNode record = record("tcp LISTEN 0 1 0.0.0.0:22 0.0.0.0:* users:((\"a\",pid=1,fd=1\",pid=666,fd=3))");
        assertEquals(666, record.get("pid").intValue());
        assertEquals("a\",pid=1,fd=1", get(record, "name"));
        assertEquals("b) (c", get(record("tcp LISTEN 0 1 0.0.0.0:22 0.0.0.0:* users:((\"b) (c\",pid=6,fd=3))"), "name"));
    }

    @Test
    void headersAndNoticesAreNoRecords() {
        for (String line : new String[] {"", "   ", "Active Internet connections (only servers)", "Active Internet connections (w/o servers)",
            "Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name    ",
            "Netid State  Recv-Q Send-Q      Local Address:Port  Peer Address:PortProcess",
            "(No info could be read for \"-p\": geteuid()=1001 but you should be root.)",
            "(Not all processes could be identified, non-owned process info",
            " will not be shown, you would have to be root to see it all.)"}) {
            Parsing.assertNoRecord(parser, line);
        }
    }

    @Test
    void otherLinesAreRefused() {
        for (String line : new String[] {"x", "tcp", "tcp 0", "tcp 0 0", "tcp 0 0 0.0.0.0:22", "tcp 0 0 0.0.0.0:22 0.0.0.0:*",
            "tcp 0 0 0.0.0.0:22 0.0.0.0:* 5/x", "tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTENING 5/x", "tcp 0 x 0.0.0.0:22 0.0.0.0:* LISTEN 5/x",
            "tcp 0 0 :22 0.0.0.0:* LISTEN 5/x", "tcp 0 0 0.0.0.0: 0.0.0.0:* LISTEN 5/x", "tcp 0 0 22 0.0.0.0:* LISTEN 5/x",
            "raw 0 0 0.0.0.0:22 0.0.0.0:* 7 5/x", "tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN x/5", "udp 0 0 0.0.0.0:22 0.0.0.0:* root 0x 5/x",
            "UNCONN 0 0 0.0.0.0:22 0.0.0.0:*", "ESTAB 0 0 10.0.0.1:22 10.0.0.2:5", "\t il\",pid=1,fd=3))", "u_str LISTEN 0 128 /run/x 1 * 0",
            "tcp OPEN 0 0 0.0.0.0:22 0.0.0.0:*"}) {
            Parsing.refused(parser, line);
        }
    }

    private static final String SS = "tcp LISTEN 0 1 0.0.0.0:22 0.0.0.0:* ";

    @Test
    void aNewlineInAProcessNameDoesNotHideItsSocket() {
        JsonNode record = record(SS + "users:((\"ev");
        assertEquals(22, record.get("local_port").intValue());
        assertEquals("-", get(record, "process"));
        assertFalse(record.has("pid"));
        Parsing.refused(parser, "il\",pid=666,fd=3))");
    }

    @Test
    void allOwnersOfASocketAreListed() {
        JsonNode record = record(SS + "users:((\"nginx\",pid=7,fd=6),(\"nginx\",pid=8,fd=6),(\"x y\",pid=9,fd=1))");
        assertEquals("7/nginx", get(record, "process"));
        assertEquals("[\"7/nginx\",\"8/nginx\",\"9/x y\"]", record.get("processes").toString());
        assertFalse(record(SS + "users:((\"sshd\",pid=7,fd=6))").has("processes"));
    }

    @Test
    void aNameThatEndsAnEntryAndBeginsAnotherIsNotBelieved() {
        JsonNode alone = record(SS + "users:((\"\",pid=1,fd=1),(\",pid=666,fd=3))");
        assertEquals(666, alone.get("pid").intValue());
        assertEquals("\",pid=1,fd=1),(", get(alone, "name"));
        JsonNode first = record(SS + "users:((\"\",pid=1,fd=1),(\",pid=666,fd=3),(\"b\",pid=7,fd=3))");
        assertEquals(666, first.get("pid").intValue());
        assertEquals("7/b", first.get("processes").get(1).asText());
        JsonNode closed = record(SS + "users:((\"\",pid=1,fd=1)) \",pid=666,fd=3))");
        assertEquals(666, closed.get("pid").intValue());
    }

    @Test
    void aLongListIsReadAsAWhole() {
        JsonNode record = record(SS + "users:((\"\",pid=1,fd=1),(\"\",pid=2,fd=1))");
        assertEquals(2, record.get("processes").size());
        JsonNode two = record(SS + "users:((\"a\",pid=1,fd=1),(\"\",pid=2,fd=1))");
        assertEquals("1/a", get(two, "process"));
        StringBuilder many = new StringBuilder(SS + "users:((\"w\",pid=1,fd=1)");
        for (int i = 2; i < 5000; i++) {
            many.append(",(\"w\",pid=").append(i).append(",fd=1)");
        }
        assertEquals(4999, record(many + ")").get("processes").size());
    }

    @Test
    void theOptionsThatPeopleUseGiveFields() {
        JsonNode full = record("tcp6 0 0 ::1:22 :::* LISTEN 0 126 8904/sshd: /usr/sbi  off (0.00/0/0)");
        assertEquals("8904/sshd: /usr/sbi", get(full, "process"));
        assertEquals("sshd", get(full, "name"));
        assertEquals("off (0.00/0/0)", get(full, "timer"));
        assertEquals(0, full.get("uid").intValue());
        assertEquals(126, full.get("socket_inode").intValue());
        JsonNode user = record("udp 0 0 0.0.0.0:68 0.0.0.0:* systemd-network 15520 -");
        assertEquals("systemd-network", get(user, "user"));
        assertEquals("-", get(user, "process"));
        assertEquals("keepalive (6176.47/0/0)", get(record("tcp 0 0 10.0.0.1:22 10.0.0.2:5 ESTABLISHED keepalive (6176.47/0/0)"), "timer"));
        JsonNode ss = record("tcp LISTEN 0 128 [::1]:22 [::]:* users:((\"sshd\",pid=9,fd=3)) timer:(keepalive,119min,0) uid:33 ino:5"
            + " sk:1a cgroup:/system.slice/ssh.service v6only:1 <->");
        assertEquals("keepalive,119min,0", get(ss, "timer"));
        assertEquals(33, ss.get("uid").intValue());
        assertEquals(5, ss.get("socket_inode").intValue());
        assertEquals("/system.slice/ssh.service", get(ss, "cgroup"));
        assertEquals("9/sshd", get(ss, "process"));
        assertEquals(126, record("tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:* ino:126 sk:1 cgroup:/ <->").get("socket_inode").intValue());
        Parsing.assertNoRecord(parser, "\t skmem:(r0,rb131072,t0,tb16384,f0,w0,o0,bl0,d0) bbr cwnd:10");
    }

    @Test
    void aProgramThatNamesItselfLikeATimerIsAProgram() {
        JsonNode record = record("tcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN 9/x on (0.1/0/0)  ");
        assertEquals("9/x on (0.1/0/0)", get(record, "process"));
        assertFalse(record.has("timer"));
    }

    @Test
    void withWideColumnsALongAddressIsWhole() {
        JsonNode record = record("tcp6 0 0 2001:db8:1234:5678:9abc:def0:1234:5678:443 2001:db8::2:50000 ESTABLISHED 9/nginx");
        assertEquals("2001:db8:1234:5678:9abc:def0:1234:5678", get(record, "local_ip"));
    }

    @Test
    void ssWithoutItsFirstColumnIsReadByWhatItWasAskedFor() throws RefusedLineException {
        assertEquals("tcp", get(record("LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:((\"sshd\",pid=9,fd=3))"), "protocol"));
        for (String[] row : new String[][] {{"ss -unp", "ESTAB", "udp"}, {"/usr/bin/ss -H -tnp", "ESTAB", "tcp"},
            {"ss --udp -l", "UNCONN", "udp"}}) {
            Line line = Line.of(row[1] + " 0 0 10.0.0.1:22 10.0.0.2:5",
                new dev.caravan.pipeline.BlockSource("connections", row[0], 0, Parsing.READ, "web1", false));
            RecordWriter out = new RecordWriter();
            out.begin();
            parser.parse(line, out);
            out.end();
            assertEquals(row[2], get(Parsing.json(java.util.Arrays.copyOf(out.bytes(), out.size())), "protocol"));
        }
    }
}
