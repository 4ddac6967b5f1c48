package dev.caravan.source.file;

import static dev.caravan.source.file.Logs.append;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Sources;
import dev.caravan.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileConsumer;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The polls of the endpoint, as its route has them, but each when a test says so. */
class LogTailEndpointTest {

    private static final String OPTIONS = "&noop=true&idempotent=false&readLock=none&autoCreate=false&initialDelay=1h&greedy=true"
        + "&sendEmptyMessageWhenIdle=true&bridgeErrorHandler=true";

    @TempDir
    Path directory;
    private Path logs;
    private StateDirectory state;
    private DefaultCamelContext context;
    private Sources sources;
    private LogTail tail;
    private FileConsumer consumer;
    private final StringBuilder read = new StringBuilder();
    private final List<String> names = new ArrayList<>();
    private Error error;
    private boolean endsAfterABlock;

    @BeforeEach
    void make() throws IOException {
        logs = Files.createDirectory(directory.resolve("logs")).toRealPath();
        state = StateDirectory.open(directory.resolve("state"));
        sources = new Sources(state, new OutboxSpace(state.outbox(), 1 << 20), "web1");
        context = new DefaultCamelContext();
        context.getRegistry().bind("sources", sources);
        context.start();
    }

    @AfterEach
    void close() throws IOException {
        if (consumer != null) {
            consumer.stop();
            tail.stop();
        }
        context.close();
        state.close();
    }

    private LogTail tail(String source, String fileName) {
        LogTail made = new LogTail();
        made.setCamelContext(context);
        made.setSource(source);
        made.setDirectory(logs.toString());
        made.setFileName(fileName);
        return made;
    }

    private void start(String fileName) throws Exception {
        tail = tail("nginx", fileName);
        start();
    }

    private void start() throws Exception {
        context.getRegistry().bind("tail", tail);
        FileEndpoint endpoint = context.getEndpoint("log-tail:nginx?tail=#bean:tail&pollStrategy=#bean:tail" + OPTIONS, FileEndpoint.class);
        consumer = assertInstanceOf(LogTailConsumer.class, endpoint.createConsumer(this::process));
        tail.start();
        consumer.start();
    }

    private void process(Exchange exchange) {
        if (error != null) {
            Error now = error;
            error = null;
            throw now;
        }
        names.add(exchange.getMessage().getHeader(Exchange.FILE_NAME, "", String.class));
        for (Iterator<Block> blocks = tail.blocks(exchange); blocks.hasNext();) {
            Block block = blocks.next();
            if (block != null && block.acknowledger().isNext()) {
                read.append(block);
                block.acknowledger().stored();
            }
            if (endsAfterABlock) {
                return;
            }
        }
    }

    /** One run of the timer. */
    private void poll() {
        tail.run(consumer, consumer);
    }

    private void poll(String expected) {
        read.setLength(0);
        poll();
        assertEquals(expected, read.toString());
    }

    private SourceStats stats() {
        return sources.get("nginx").stats();
    }

    @Test
    void theFilesOfAPatternAreReadEachUnderItsName() throws Exception {
        Files.createDirectory(logs.resolve("web"));
        append(logs.resolve("web/a.log"), "a\n");
        append(logs.resolve("b.log"), "b\n");
        append(logs.resolve("c.txt"), "c\n");
        start("**/*.log");
        poll();
        assertEquals(List.of("a", "b"), read.toString().lines().sorted().toList());
        assertEquals(List.of("", "b.log", "web/a.log"), names.stream().distinct().sorted().toList());
        assertEquals("following " + logs + "/**/*.log (2 files)", stats().following());
        assertTrue(tail.isRead());
        append(logs.resolve("web/a.log"), "more\n");
        poll("more\n");
        poll("");
    }

    @Test
    void theBodyIsTheFileWithTheHeadersOfFile() throws Exception {
        append(logs.resolve("access.log"), "a\n");
        start("access.log");
        LogTailConsumer.LogFile file = new LogTailConsumer.LogFile(logs.resolve("web/a.log"), tail.relative(logs.resolve("web/a.log")));
        assertEquals(logs.resolve("web/a.log"), file.path());
        assertEquals(logs.resolve("web/a.log").toFile(), file.getFile());
        assertEquals(file.getFile(), file.getBody());
        assertEquals("web/a.log", file.getFileName());
        assertEquals("web/a.log", file.getRelativeFilePath());
        assertEquals("a.log", file.getFileNameOnly());
        assertTrue(file.isAbsolute());
        assertEquals(logs + "/web/a.log", file.getAbsoluteFilePath());
    }

    @Test
    void aLogThatIsMissingIsWaitedFor() throws Exception {
        start("access.log");
        poll("");
        assertEquals("waiting for " + logs + "/access.log", stats().following());
        assertTrue(stats().isMissing());
        assertTrue(tail.isRead());
        append(logs.resolve("access.log"), "a\n");
        poll("a\n");
        assertEquals("following " + logs + "/access.log", stats().following());
        assertFalse(stats().isMissing());
    }

    @Test
    void aLogThatCannotBeOpenedIsNotMissingAndNotAllIsRead() throws Exception {
        Files.write(logs.resolve("access.log.gz"), new byte[] {0x1f, (byte) 0x8b, 8});
        start("access.log.gz");
        poll("");
        assertEquals("cannot read " + logs + "/access.log.gz", stats().following());
        assertFalse(stats().isMissing());
        assertFalse(tail.isRead(), "nobody knows what it has");
        Files.delete(logs.resolve("access.log.gz"));
        tail.blocks(context.getEndpoint("log-tail:nginx?tail=#bean:tail&pollStrategy=#bean:tail" + OPTIONS).createExchange());
        assertEquals("waiting for " + logs + "/access.log.gz", stats().following());
        assertTrue(tail.isRead());
    }

    @Test
    void ofSeveralLogsOneThatCannotBeOpenedIsNotAllRead() throws Exception {
        Files.write(logs.resolve("a.log"), new byte[0]);
        Files.write(logs.resolve("b.gz"), new byte[] {0x1f, (byte) 0x8b, 8});
        append(logs.resolve("a.log"), "a\n");
        start("*.*");
        poll("a\n");
        assertEquals(1, stats().problems().size(), stats().problems().toString());
        assertEquals("following " + logs + "/*.*", stats().following());
        assertFalse(tail.isRead());
    }

    @Test
    void whatIsNotStoredIsNotRead() throws Exception {
        append(logs.resolve("access.log"), "a\n");
        start("access.log");
        poll("a\n");
        assertTrue(tail.isRead());
        stats().bytesBehind(1);
        assertFalse(tail.isRead());
        stats().bytesBehind(0);
        stats().problem(logs.toString(), "it cannot be examined");
        assertFalse(tail.isRead());
        stats().problem(logs.toString(), null);
        stats().problem(logs + "/", "it cannot be read");
        assertFalse(tail.isRead());
    }

    @Test
    void nothingIsReadWhileTheSourceIsSuspended() throws Exception {
        append(logs.resolve("access.log"), "a\n");
        start("access.log");
        sources.get("nginx").suspend();
        poll("");
        assertEquals(List.of(), tail.filesWithWork());
        assertTrue(stats().get(SourceStats.Event.PAUSED) > 0);
        assertTrue(tail.isDue(), "the pause must be counted");
        sources.get("nginx").resume();
        poll("a\n");
    }

    @Test
    void aFileWhosePollEndedWithAnErrorOfJavaIsPassedOnAgain() throws Exception {
        append(logs.resolve("access.log"), "a\n");
        start("access.log");
        error = new StackOverflowError();
        poll();
        poll();
        assertEquals("a\n", read.toString());
    }

    @Test
    void aStopClosesTheFilesAndTheNextStartGoesOn() throws Exception {
        append(logs.resolve("access.log"), "a\n");
        start("access.log");
        poll("a\n");
        assertEquals(1, open());
        consumer.stop();
        tail.stop();
        assertEquals(0, open());
        append(logs.resolve("access.log"), "b\n");
        tail.start();
        consumer.start();
        poll("b\n");
    }

    private long open() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(fd -> {
                try {
                    return Files.readSymbolicLink(fd).startsWith(logs);
                } catch (IOException e) {
                    return false;
                }
            }).count();
        }
    }

    /** There is memory for one long line in the process. */
    @Test
    void theLongLineOfAPollDoesNotKeepThatOfAnotherSourceWaiting() throws Exception {
        append(logs.resolve("access.log"), "x".repeat(300_000) + "\n");
        append(logs.resolve("other.log"), "y".repeat(300_000) + "\n");
        start("access.log");
        // As after a failure: nobody asks for another block.
        endsAfterABlock = true;
        poll("x".repeat(300_000) + "\n");
        LogTail other = tail("other", "other.log");
        other.start();
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertEquals(List.of(logs.resolve("other.log")), other.filesWithWork());
            Exchange exchange = consumer.getEndpoint().createExchange();
            exchange.getMessage().setBody(new LogTailConsumer.LogFile(logs.resolve("other.log"), "other.log"));
            assertEquals(300_001, other.blocks(exchange).next().length());
        });
        other.stop();
        other.endPoll();
    }

    @Test
    void anEndpointWithoutItsBeanIsRefused() {
        Exception e = assertThrows(Exception.class, () -> context.getEndpoint("log-tail:nginx"));
        assertTrue(e.getCause().getMessage().contains("has no parameter tail; use kamelet:log-tail-source"), e.toString());
    }

    @Test
    void theEndpointHasTheDirectoryAndNoOtherScheme() throws Exception {
        start("access.log");
        FileEndpoint endpoint = (FileEndpoint) consumer.getEndpoint();
        assertEquals("log-tail", endpoint.getScheme());
        assertEquals(logs.toFile(), endpoint.getFile());
    }
}
