package dev.caravan.systemd;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.LogCapture;
import dev.caravan.testing.NotifyReceiver;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceNotifierTest {

    private static final int OWN = 17;

    @TempDir
    Path directory;

    private final List<String> sent = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDatagramReachesASocketWhateverItsNameIs(boolean isAbstract) throws IOException {
        String name = isAbstract ? "@caravan-test-" + System.nanoTime() : directory.resolve("notify").toString();
        try (NotifyReceiver receiver = new NotifyReceiver(name)) {
            new NotifySocket(name).send("READY=1\nSTATUS=ü");
            assertEquals("READY=1\nSTATUS=ü", receiver.receive());
        }
        assertThrows(IOException.class, () -> new NotifySocket(name).send("READY=1"));
    }

    @Test
    void anAbstractNameBeginsWithZeroAndHasNoEnd() {
        byte family = (byte) (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 0);
        assertArrayEquals(new byte[] {family, (byte) (1 - family), 0, 'a'}, NotifySocket.address("@a"));
        assertArrayEquals(new byte[] {family, (byte) (1 - family), '/', 'a', 0}, NotifySocket.address("/a"));
        for (String bad : List.of("", "@", "/", "vsock:2:1234", "relative", "/" + "a".repeat(107))) {
            assertThrows(IllegalArgumentException.class, () -> NotifySocket.address(bad), bad);
        }
    }

    @Test
    void theProgramGetsEachAssignment() throws IOException {
        Path output = directory.resolve("output");
        Path program = Files.writeString(directory.resolve("systemd-notify"), "#!/bin/sh\necho \"$#: $*\" >\"" + output + "\"\n");
        assertTrue(program.toFile().setExecutable(true));
        new NotifyProgram(program).send("READY=1\nSTATUS=all is well");
        assertEquals("2: READY=1 STATUS=all is well\n", Files.readString(output));
        Files.writeString(program, "#!/bin/sh\nexit 3\n");
        assertTrue(assertThrows(IOException.class, () -> new NotifyProgram(program).send("READY=1")).getMessage().contains("3"));
    }

    @Test
    void itIsShownToBeAliveAsLongAsItIs() {
        AtomicReference<String> problem = new AtomicReference<>();
        ServiceNotifier notifier = new ServiceNotifier(sent::add, 20_000, problem::get);
        notifier.ready();
        assertEquals("READY=1", sent.get(0));
        await().until(() -> sent.size() > 3);
        assertEquals(List.of("WATCHDOG=1"), sent.stream().skip(1).distinct().toList());
        try (LogCapture log = new LogCapture()) {
            problem.set("the context is down");
            await().until(() -> log.text().contains("the context is down"));
            int before = sent.size();
            await().pollDelay(java.time.Duration.ofMillis(100)).until(() -> true);
            assertEquals(before, sent.size(), sent.toString());
            assertEquals(1, log.text().lines().filter(l -> l.contains("the context is down")).count());
        }
        problem.set(null);
        // A question that fails is as one that says no; the timer goes on.
        try (LogCapture log = new LogCapture()) {
            AtomicReference<String> once = new AtomicReference<>("asked");
            new ServiceNotifier(message -> {}, 20_000, () -> {
                if (once.getAndSet(null) != null) {
                    throw new IllegalStateException("no answer");
                }
                return "the second time";
            }).ready();
            await().until(() -> log.text().contains("no answer") && log.text().contains("the second time"));
        }
        int before = sent.size();
        await().until(() -> sent.size() > before);
        notifier.stopping();
        assertTrue(sent.contains("STOPPING=1"));
    }

    @Test
    void aMessageThatIsNotSentIsToldOnce() {
        ServiceNotifier notifier = new ServiceNotifier(message -> {
            throw new IOException("no such socket");
        }, 0, () -> null);
        try (LogCapture log = new LogCapture()) {
            notifier.ready();
            notifier.stopping();
            assertEquals(1, log.text().lines().filter(l -> l.contains("READY=1 to systemd: no such socket")).count(), log.text());
            assertFalse(log.text().contains("STOPPING"), log.text());
        }
    }

    @Test
    void onlyTheWatchdogOfThisProcessCounts() {
        assertEquals(60_000_000, ServiceNotifier.watchdogMicros(Map.of("WATCHDOG_USEC", "60000000"), OWN));
        assertEquals(60_000_000, ServiceNotifier.watchdogMicros(Map.of("WATCHDOG_USEC", "60000000", "WATCHDOG_PID", "17"), OWN));
        for (Map<String, String> other : Arrays.<Map<String, String>>asList(Map.of(), Map.of("WATCHDOG_USEC", "soon"),
            Map.of("WATCHDOG_USEC", "60000000", "WATCHDOG_PID", "170"))) {
            assertEquals(0, ServiceNotifier.watchdogMicros(other, OWN), other.toString());
        }
    }
}
