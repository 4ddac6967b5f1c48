package dev.caravan.outbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.state.OutboxSpace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Consumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the outbox is looked at. */
@Tag("slow")
class OutboxSchedulerTest {

    @TempDir
    Path directory;
    private DefaultCamelContext context;
    private OutboxSpace space;
    private OutboxScheduler scheduler;
    private final Queue<Thread> polls = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start() throws Exception {
        context = new DefaultCamelContext();
        context.start();
        space = new OutboxSpace(directory.resolve("outbox"), 1 << 20);
        scheduler = new OutboxScheduler(space);
        Consumer consumer = context.getEndpoint("file:" + directory + "/outbox?initialDelay=50&delay=300")
            .createConsumer(exchange -> {});
        scheduler.setCamelContext(context);
        scheduler.onInit(consumer);
        scheduler.scheduleTask(() -> polls.add(Thread.currentThread()));
        scheduler.start();
        scheduler.startScheduler();
    }

    @AfterEach
    void stop() throws Exception {
        scheduler.stop();
        context.close();
    }

    private void awaitPolls(int count, long millis) {
        await().atMost(Duration.ofMillis(millis)).pollInterval(Duration.ofMillis(5)).until(() -> polls.size() >= count);
    }

    @Test
    void anEmptyOneIsLookedAtOnceAndThenWhenABatchHasCome() {
        awaitPolls(1, 3000);
        await().during(Duration.ofMillis(1200)).atMost(Duration.ofSeconds(3)).until(() -> polls.size() == 1);
        // Without a file that is counted, so that only the arrival can be the reason.
        space.arrival();
        awaitPolls(2, 1000);
    }

    @Test
    void whatIsLeftIsTriedAgainAfterTheDelayOfTheEndpoint() {
        space.added(10);
        long start = System.nanoTime();
        awaitPolls(5, 5000);
        assertTrue(System.nanoTime() - start > 1_000_000_000L, "four pauses of 300 ms");
        space.removed(10);
    }

    @Test
    void whatComesDuringAPollIsNotMissed() {
        scheduler.unscheduleTask();
        polls.clear();
        scheduler.scheduleTask(() -> {
            if (polls.isEmpty()) {
                space.arrival();
            }
            polls.add(Thread.currentThread());
        });
        scheduler.startScheduler();
        awaitPolls(2, 4000);
    }

    @Test
    void aPollThatWasInterruptedIsNotTheLast() {
        scheduler.unscheduleTask();
        polls.clear();
        space.added(10);
        scheduler.scheduleTask(() -> {
            polls.add(Thread.currentThread());
            Thread.currentThread().interrupt();
        });
        scheduler.startScheduler();
        awaitPolls(3, 4000);
        space.removed(10);
    }

    @Test
    void aPollThatEndedInAnErrorOfJavaIsNotTheLast() {
        scheduler.unscheduleTask();
        polls.clear();
        space.added(10);
        scheduler.scheduleTask(() -> {
            polls.add(Thread.currentThread());
            throw new StackOverflowError("for the test");
        });
        scheduler.startScheduler();
        awaitPolls(3, 4000);
        space.removed(10);
    }

    @Test
    void objectsThatNothingIsTriedForAreTold() {
        Outbox outbox = new Outbox(directory.resolve("outbox"), space);
        long tooLong = Duration.ofSeconds(121).toNanos();
        assertEquals(null, outbox.halted(tooLong));
        space.added(10);
        assertEquals(null, outbox.halted(Duration.ofSeconds(119).toNanos()));
        assertTrue(outbox.halted(tooLong).startsWith("1 objects wait in the outbox, and nothing was tried for 121 s"));
        space.removed(10);
    }

    @Test
    void noThreadStaysAfterAStopAndItCanBeStartedAgain() throws Exception {
        awaitPolls(1, 3000);
        assertTrue(scheduler.isSchedulerStarted());
        scheduler.shutdown();
        assertFalse(scheduler.isSchedulerStarted());
        Thread first = polls.peek();
        await().atMost(Duration.ofSeconds(5)).until(() -> !first.isAlive());
        int before = polls.size();
        scheduler.start();
        scheduler.startScheduler();
        awaitPolls(before + 1, 3000);
    }
}
