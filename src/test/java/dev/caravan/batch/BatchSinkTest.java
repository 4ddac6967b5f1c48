package dev.caravan.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.SharedNames;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.pipeline.TestBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchSinkTest {

    @TempDir
    Path directory;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BatchSink sink = new BatchSink();
    private OpenBatches open;

    @BeforeEach
    void open() throws IOException {
        open = new OpenBatches(directory);
        context.getRegistry().bind(SharedNames.BATCHES, open.batches());
        sink.setCamelContext(context);
        sink.setInterval("60s");
    }

    @AfterEach
    void close() throws IOException {
        open.close();
        context.close();
    }

    private Exchange exchange(Object body) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        return exchange;
    }

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

    @Test
    void theKindsOfSealsAreCountedAsTheAggregatorNamesThem() throws IOException {
        Map<String, Event> events = Map.of("predicate", Event.SEALED_BY_SIZE, "interval", Event.SEALED_BY_AGE, "force", Event.SEALED_BY_STOP);
        for (String by : events.keySet()) {
            Exchange exchange = sink.aggregate(null, exchange(TestBlock.of(by + "\n")));
            exchange.setProperty(Exchange.AGGREGATED_COMPLETED_BY, by);
            sink.seal(exchange);
            await().until(() -> open.stats().get(events.get(by)) == 1);
        }
        assertEquals(3, open.outbox().size());
    }

    @Test
    void anAggregatedExchangeCarriesTheNameOfTheSourceAndNoLines() throws IOException {
        Exchange first = exchange(TestBlock.of("1\n"));
        assertEquals("test", sink.correlation(first));
        Exchange one = sink.aggregate(null, first);
        assertSame(first, one);
        assertSame(first, sink.aggregate(one, exchange(TestBlock.of("2\n"))));
        assertEquals("test", one.getMessage().getBody());
        assertFalse(sink.isFull(one));
        sink.aggregate(one, exchange(TestBlock.of("x".repeat(100) + "\n")));
        assertTrue(sink.isFull(one));
        assertEquals(60_000, open.stats().sealedEach());
    }

    @Test
    void linesThatARouteMadeAreCountedAndStoredInPlaceOfTheBlocks() throws IOException {
        Exchange exchange = exchange("a\nb\n");
        exchange.setProperty(SharedNames.BLOCK_PROPERTY, TestBlock.of("1\n2\n3\n"));
        sink.aggregate(null, exchange);
        assertNull(exchange.getProperty(SharedNames.BLOCK_PROPERTY), "it would keep the lines in memory until the batch is sealed");
        Exchange empty = exchange(null);
        empty.setProperty(SharedNames.BLOCK_PROPERTY, TestBlock.of("4\n"));
        sink.aggregate(null, empty);
        open.batch().seal(Event.SEALED_BY_SIZE);
        assertEquals(Map.of("test/web1_i-000001.log", "a\nb\n"), open.outbox());
        assertEquals(4, open.stats().get(Event.LINES_STORED), "as they were read");
    }

    @Test
    void theOutputAndTheExtensionAreThoseOfTheKamelet() throws IOException {
        sink.setSource("log-{name}");
        sink.setExtension("txt");
        sink.aggregate(null, exchange(TestBlock.of("1\n")));
        open.batch().seal(Event.SEALED_BY_SIZE);
        assertEquals(Map.of("log-test/web1_i-test-000001.txt", "1\n"), open.outbox());
    }

    @Test
    void linesThatCannotBeReadAgainAreOnDiskAtOnce() throws IOException {
        sink.aggregate(null, exchange(TestBlock.of("1\n", new LedgerAcknowledger(open.ledger(), 0, 1, true))));
        assertEquals(List.of("1\n"), List.copyOf(open.openFiles().values()));
        sink.aggregate(null, exchange(TestBlock.of("2\n", new LedgerAcknowledger(open.ledger(), 1, 2, true))));
        assertEquals(List.of("1\n2\n"), List.copyOf(open.openFiles().values()));
        assertTrue(open.openFiles().keySet().iterator().next().endsWith("~log~test.journal"));
        open.batch().seal(Event.SEALED_BY_SIZE);
        sink.aggregate(null, exchange(TestBlock.of("3\n")));
        assertTrue(open.openFiles().keySet().iterator().next().endsWith("~log~test.part"), "lines of a file are read again");
    }

    @Test
    void aMessageThatIsNoBlockIsRefusedWithWhatIsNeeded() throws IOException {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> sink.correlation(exchange("text")));
        assertEquals("s3-batch-sink needs the lines of log-tail-source, command-source or journal-source", e.getMessage());
    }

    @Test
    void whatCannotBeStoredFailsTheExchange() throws IOException {
        open.follow();
        RuntimeCamelException e = assertThrows(RuntimeCamelException.class, () -> sink.aggregate(null, exchange(open.block(7, "7\n"))));
        assertTrue(e.getMessage().startsWith("a block of test came twice"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"json-lines", "a/b", "a+b", ".", "a..b", "log.", "ä"})
    void anExtensionThatWouldNotBeRecoveredAfterACrashIsRefused(String extension) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> sink.setExtension(extension));
        assertEquals("extension of s3-batch-sink is \"" + extension + "\": it must be letters and digits, with dots between them", e.getMessage());
    }
}
