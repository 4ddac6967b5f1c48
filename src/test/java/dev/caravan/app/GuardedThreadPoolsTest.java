package dev.caravan.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class GuardedThreadPoolsTest {

    /** As a batch: its strategy is asked when its interval is over, by the thread that seals. */
    private static final class Sealing implements AggregationStrategy {
        private final AtomicInteger seals = new AtomicInteger();
        private final Throwable thrown;

        Sealing(Throwable thrown) {
            this.thrown = thrown;
        }

        @Override
        public Exchange aggregate(Exchange before, Exchange next) {
            return next;
        }

        @Override
        public void onCompletion(Exchange exchange) {
            if (seals.getAndIncrement() == 0) {
                GuardedThreadPoolsTest.<RuntimeException>sneak(thrown);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable e) throws T {
        throw (T) e;
    }

    @Test
    void anErrorAtASealIsNotTheLastSeal() throws Exception {
        for (Throwable thrown : List.of(new StackOverflowError("of the test"), new NoClassDefFoundError("of the test"),
            new IllegalStateException("of the test"))) {
            Sealing sealing = new Sealing(thrown);
            Queue<String> sealed = new ConcurrentLinkedQueue<>();
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                context.getExecutorServiceManager().setThreadPoolFactory(new GuardedThreadPools());
                context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:lines").aggregate(constant(true), sealing).completionInterval(20)
                            .process(exchange -> sealed.add(exchange.getMessage().getBody(String.class)));
                    }
                });
                context.start();
                context.createProducerTemplate().sendBody("direct:lines", "one");
                await().atMost(Duration.ofSeconds(10)).until(() -> sealing.seals.get() > 0);
                context.createProducerTemplate().sendBody("direct:lines", "two");
                await().atMost(Duration.ofSeconds(10)).until(() -> sealed.contains("two"));
            }
        }
    }

    @Test
    void camelMainUsesIt() throws Exception {
        CamelMain main = new CamelMain(true);
        try {
            main.start();
            assertEquals(GuardedThreadPools.class,
                main.getCamelContext().getExecutorServiceManager().getThreadPoolFactory().getClass());
        } finally {
            main.stop();
        }
    }
}
