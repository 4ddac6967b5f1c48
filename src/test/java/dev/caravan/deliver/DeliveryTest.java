package dev.caravan.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Sources;
import dev.caravan.state.StateDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route and the stopping thread deliver the same outbox. */
class DeliveryTest {

    @TempDir
    Path directory;
    private StateDirectory state;
    private DefaultCamelContext context;
    private Delivery delivery;

    @BeforeEach
    void open() throws Exception {
        state = StateDirectory.open(directory.resolve("state"));
        context = new DefaultCamelContext();
        OutboxSpace space = new OutboxSpace(state.outbox(), 1 << 30);
        delivery = new Delivery(new Sources(state, space, "web1"), new Outbox(state.outbox(), space), "bucket", "",
            () -> null, null);
    }

    @AfterEach
    void close() throws Exception {
        context.close();
        state.close();
    }

    private Exchange exchange(Path file) {
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty(Delivery.AT_STOP, true);
        exchange.getMessage().setBody(file.toFile());
        return exchange;
    }

    @Test
    void aFileThatWasDeliveredSinceItWasListedIsNoFailure() throws Exception {
        Path gone = state.outbox().resolve("nginx/2026/11/26/one.log");
        Exchange exchange = exchange(gone);

        Paused paused = assertThrows(Paused.class, () -> delivery.prepare(exchange));
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, paused);
        delivery.failed(exchange);
        assertNull(delivery.problem());
        assertFalse(delivery.isBusy());

        Path there = state.outbox().resolve("nginx/2026/11/26/two.log");
        Files.createDirectories(there.getParent());
        Files.writeString(there, "a line\n");
        Exchange next = exchange(there);
        delivery.prepare(next);
        assertEquals("nginx/2026/11/26/two.log", next.getMessage().getHeader(AWS2S3Constants.KEY));
    }

    @Test
    void aFileThatTheOtherOneIsSendingIsLeftToIt() throws Exception {
        Path file = state.outbox().resolve("nginx/2026/11/26/one.log");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "a line\n");
        delivery.prepare(exchange(file));
        assertThrows(Paused.class, () -> delivery.prepare(exchange(file)));
    }
}
