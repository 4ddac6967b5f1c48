package dev.caravan.parse.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SharedNames;
import dev.caravan.pipeline.TestBlock;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Records of the journal as lines of syslog, as rsyslog's default format (RSYSLOG_FileFormat) has them. */
class JournalRawTest {

    private static final String RECORD = "{\"__REALTIME_TIMESTAMP\":\"1764037489123920\",\"_HOSTNAME\":\"db1\",\"SYSLOG_IDENTIFIER\":\"sshd\","
        + "\"_PID\":\"8904\",\"MESSAGE\":\"Connection closed\"}\n";

    private static String raw(String lines) {
        return JournalRaw.raw(TestBlock.of(lines)).toString();
    }

    @Test
    void aRecordIsOneLineOfSyslog() {
        assertEquals("2025-11-25T02:24:49.123920Z db1 sshd[8904]: Connection closed\n", raw(RECORD));
        assertEquals("2025-11-25T02:24:49.123920Z db1 sshd: Connection closed\n", raw(RECORD.replace("\"_PID\":\"8904\",", "")));
        assertEquals("2025-11-25T02:24:49.123920Z " + TestBlock.of(RECORD).origin().host() + " sshd[8904]: Connection closed\n",
            raw(RECORD.replace("\"_HOSTNAME\":\"db1\",", "")));
        assertEquals(raw(RECORD) + raw(RECORD), raw(RECORD + RECORD));
    }

    @Test
    void controlCharactersAreOctal() {
        assertEquals("2025-11-25T02:24:49.123920Z db1 sshd[8904]: a#000#011#012#037 ~#177\u0080\u00e4\n",
            raw(RECORD.replace("Connection closed", "a\\u0000\\t\\n\\u001f ~\\u007f\\u0080\u00e4")));
        assertEquals("2025-11-25T02:24:49.123920Z d#011b1 ss#011hd[8904]: x\n",
            raw(RECORD.replace("db1", "d\\tb1").replace("sshd", "ss\\thd").replace("Connection closed", "x")));
    }

    @Test
    void aLineThatIsNoRecordStaysAsItIs() {
        assertEquals("no JSON\n" + raw(RECORD) + "{}\n\n", raw("no JSON\n" + RECORD + "{}\n\n"));
        assertEquals("cut\n", JournalRaw.raw(TestBlock.of("cut")).toString());
    }

    @Test
    void theBlockIsTheBodyAndAPropertyOfTheExchange() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(context);
            Block block = TestBlock.of(RECORD);
            JournalRaw format = new JournalRaw();
            Object raw = format.unmarshal(exchange, block);
            assertSame(raw, exchange.getProperty(SharedNames.BLOCK_PROPERTY));
            assertEquals(block.lines(), ((Block) raw).lines());
            assertEquals("log", ((Block) raw).extension());
            assertThrows(IllegalArgumentException.class, () -> format.unmarshal(exchange, "text"));
            assertThrows(UnsupportedOperationException.class, () -> format.marshal(exchange, block, null));
        }
    }
}
