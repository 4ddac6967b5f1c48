package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.parse.Schemas;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaCheckTest {

    private static final String NETSTAT = "{\"time\":\"2026-11-25T02:25:00Z\",\"host\":\"web1\",\"protocol\":\"tcp\",\"recv\":\"0\","
        + "\"send\":\"128\",\"local_address\":\"0.0.0.0:22\",\"foreign_address\":\"0.0.0.0:*\",\"state\":\"LISTEN\","
        + "\"process\":\"612/sshd\",\"name\":\"sshd\",\"local_ip\":\"0.0.0.0\",\"local_port\":22,\"foreign_ip\":\"0.0.0.0\",\"pid\":612}\n";

    @Test
    void recordsOfEachShippedSchemaFit() {
        SchemaCheck.assertFits("netstat", NETSTAT + NETSTAT.replace("\"pid\":612", "\"foreign_port\":0"));
        SchemaCheck.assertFits("auth", "{\"time\":\"2026-11-25T02:24:49.123920+00:00\",\"host\":\"web1\",\"ident\":\"sshd\",\"pid\":8885,"
            + "\"message\":\"Accepted publickey for alice\",\"event\":\"login\",\"user\":\"alice\",\"src_ip\":\"203.0.113.7\",\"src_port\":51234}\n"
            + "{\"host\":\"web1\",\"ident\":\"sudo\",\"message\":\"\",\"pri\":86,\"msgid\":\"-\",\"extradata\":\"-\"}");
        SchemaCheck.assertFits("nginx-json", "{\"remoteAddr\":\"203.0.113.7\",\"time\":\"2026-11-25T02:25:37Z\",\"request\":\"GET / HTTP/1.1\","
            + "\"status\":200,\"bodyBytesSent\":6,\"method\":\"GET\",\"path\":\"/\",\"protocol\":\"HTTP/1.1\"}");
        SchemaCheck.assertFits("nginx-error-json", "{\"time\":\"2026-11-25T02:25:36Z\",\"level\":\"error\",\"pid\":9252,\"tid\":9252,\"cid\":1,"
            + "\"message\":\"open() failed\",\"client\":\"203.0.113.7\",\"server\":\"_\",\"http_host\":\"example.com:8080\"}");
        SchemaCheck.assertFits("unparsed",
            "{\"source\":\"auth\",\"time\":\"2026-11-25T02:25:36.001Z\",\"host\":\"web1\",\"file\":\"/var/log/auth.log\","
                + "\"offset\":0,\"reason\":\"no time stamp\",\"raw\":\"x\",\"raw_base64\":\"eA==\"}");
        SchemaCheck.assertFits("kernel-modules", "{\"time\":\"2026-11-25T02:25:36Z\",\"host\":\"web1\",\"name\":\"nf_tables\",\"size\":303104,"
            + "\"used_by_count\":245,\"used_by\":[\"nft_ct\",\"nft_compat\"],\"state\":\"Live\"}");
    }

    @Test
    void theRecordsOfTheArticleStillFitTheNetstatSchema() {
        SchemaCheck.assertFits("netstat", "{\"protocol\":\"udp\",\"recv\":\"0\",\"send\":\"0\",\"local_address\":\"127.0.0.53:53\","
            + "\"foreign_address\":\"0.0.0.0:*\",\"state\":\"512/systemd-resolve\",\"process\":\"\",\"name\":\"\\t\\t\"}");
    }

    @Test
    void whatDoesNotFitIsNamedWithItsLine() {
        Schema netstat = Schemas.load("netstat");
        List<String> wrong = SchemaCheck.problems(netstat, NETSTAT + "\n"
            + NETSTAT.replace("\"pid\":612", "\"pid\":\"-\"").replace("\"state\":\"LISTEN\",", ""));
        assertEquals(List.of("line 3: state: required, but missing", "line 3: pid: \"-\" is not a valid bigint",
            "pid: inferred as string, which the schema's bigint does not take"), wrong);
    }

    @Test
    void aKeyThatPantherWouldDropIsAFailure() {
        AssertionError e = assertThrows(AssertionError.class,
            () -> SchemaCheck.assertFits("netstat", NETSTAT.replace("\"pid\"", "\"process_id\"")));
        assertTrue(e.getMessage().contains("line 1: process_id: not in the schema"), e.getMessage());
    }

    @Test
    void noRecordAtAllIsAFailure() {
        assertThrows(AssertionError.class, () -> SchemaCheck.assertFits("netstat", "\n"));
    }

    @Test
    void aTypeThatInferenceWouldMakeOtherwiseIsAFailure() {
        // "" passes for a bigint, as null; but the reader who infers a schema would get a string.
        List<String> wrong = SchemaCheck.problems(Schemas.load("auth"),
            "{\"host\":\"web1\",\"ident\":\"sudo\",\"message\":\"x\",\"pid\":\"\"}");
        assertEquals(List.of("pid: inferred as string, which the schema's bigint does not take"), wrong);
    }
}
