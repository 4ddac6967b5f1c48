package dev.caravan.batch;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.batch.compress.Compression;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SideOutput;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.pipeline.TestBlock;
import dev.caravan.state.FileCheckpoint;
import dev.caravan.state.FullDisk;
import dev.caravan.state.Ledger;
import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Sources;
import dev.caravan.state.StateDirectory;
import dev.caravan.testing.NumberedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The disk is full at each write in turn, the making of the state directory and of each file in it among them: each line is
 * sealed once. A line of a file may be read again, the output of a command is there once.
 */
@Tag("slow")
class DiskFullTest {

    private static final int LINES = 120;
    private static final int LINES_OF_A_BLOCK = 10;
    private static final int BLOCKS_OF_A_BATCH = 4;
    private static final int PATIENCE = 50;

    private static final Path MEMORY = Path.of("/dev/shm");

    private Path directory;
    private Path root;
    private StateDirectory state;
    private Batch batch;
    private Ledger ledger;
    private volatile int failures;
    private boolean behind;

    @BeforeEach
    void make() throws IOException {
        // Thousands of writes are forced to disk, which takes time on a real one.
        directory = Files.isDirectory(MEMORY) ? Files.createTempDirectory(MEMORY, "full") : Files.createTempDirectory("full");
    }

    @AfterEach
    void delete() throws IOException {
        end();
        try (var all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Batches are sealed in another thread, while the next one is written. Which write fails is up to the two. */
    @ParameterizedTest
    @CsvSource({"false, 1, false", "false, 2, false", "false, 7, true", "true, 2, false"})
    void eachLineIsSealedOnceThoughTheDiskIsFullBehind(boolean command, int times, boolean restart) throws IOException {
        behind = true;
        eachLineIsSealedOnceThoughTheDiskIsFull(command, times, restart);
    }

    @ParameterizedTest
    @CsvSource({
        "false, 1, false", "false, 2, false", "false, 7, false", "false, 7, true", "false, 100000, true",
        "true, 1, false", "true, 2, false", "true, 7, false", "true, 7, true", "true, 100000, true"})
    void eachLineIsSealedOnceThoughTheDiskIsFull(boolean command, int times, boolean restart) throws IOException {
        int at = 1;
        for (boolean full = true; full; at++) {
            root = directory.resolve(Integer.toString(at));
            failures = 0;
            try (FullDisk disk = new FullDisk(at, times)) {
                write(command, disk, restart);
                full = disk.wasFull();
            }
            String when = "the disk was full at write " + at;
            assertEquals("", NumberedWriter.compare(numbers("test"), LINES), when);
            assertEquals("", NumberedWriter.compare(numbers("other"), LINES), when);
            assertTrue(!full || failures > 0, "nobody noticed that " + when);
        }
        assertTrue(at > 60, "only " + at + " writes were tried");
    }

    /** Writes all lines; where the process is to be restarted, that happens after some failures, and frees the disk. */
    private void write(boolean command, FullDisk disk, boolean restart) throws IOException {
        boolean restarted = false;
        int line = 0;
        for (boolean done = false; !done;) {
            if (restart && !restarted && failures >= 3) {
                restarted = true;
                end();
                disk.close();
            }
            try {
                open(command);
                if (!command) {
                    line = (int) ledger.position(1).offset();
                    ledger.save();
                }
                boolean all = line >= LINES;
                if (!all) {
                    batch.append(block(line, command), "test", command);
                    line += LINES_OF_A_BLOCK;
                }
                if (behind && !all && line / LINES_OF_A_BLOCK % BLOCKS_OF_A_BATCH == 0) {
                    batch.sealBehind(Event.SEALED_BY_SIZE, this::failed);
                } else if (all || line / LINES_OF_A_BLOCK % BLOCKS_OF_A_BATCH == 0) {
                    batch.seal(Event.SEALED_BY_SIZE);
                    // A seal behind may have failed meanwhile, so that lines are to be read again.
                    done = all && (command || ledger.position(1).offset() == LINES);
                }
            } catch (IOException e) {
                failed(e);
            } catch (java.io.UncheckedIOException e) {
                failed(e.getCause());
            }
        }
        end();
    }

    private synchronized void failed() {
        failures++;
    }

    private void failed(IOException e) {
        failed();
        assertTrue(e.getMessage().contains("No space left on device") && e.getMessage().contains(root.toString()),
            "not a clear message: " + e);
        assertTrue(failures < PATIENCE, "it does not recover: " + e);
    }

    private void open(boolean command) throws IOException {
        if (batch != null) {
            return;
        }
        if (state == null) {
            state = StateDirectory.open(root);
        }
        Sources sources = new Sources(state, new OutboxSpace(state.outbox(), 1 << 30), "web1");
        Batches batches = new Batches(sources, new BatchOptions(new KeyTemplate("{source}/{host}_{seq}.{ext}", "web1",
            state.instance()), 1 << 20, Compression.of("gzip", null), "json"));
        Batch opened = batches.batch("test");
        ledger = sources.get("test").ledger();
        if (!command && ledger.position(1) == null) {
            ledger.follow(FileCheckpoint.start(ledger.newId(), "/var/log/test.log", 1, 1));
        }
        batches.recover();
        batch = opened;
    }

    /** The process ends without a word. */
    private void end() throws IOException {
        // In this test the threads that seal outlive the process.
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> batch == null || !batch.isSealing());
        batch = null;
        if (state != null) {
            state.close();
            state = null;
        }
    }

    private Block block(int line, boolean command) {
        StringBuilder lines = new StringBuilder();
        for (int i = line; i < line + LINES_OF_A_BLOCK; i++) {
            lines.append("line ").append(i).append(" of a log\n");
        }
        SideOutput other = new SideOutput("other", "log", lines.toString().getBytes(StandardCharsets.UTF_8), LINES_OF_A_BLOCK);
        return TestBlock.of(lines.toString(), new LedgerAcknowledger(ledger, line, line + LINES_OF_A_BLOCK, command)).with(other);
    }

    private List<Long> numbers(String output) throws IOException {
        List<String> lines = new ArrayList<>();
        try (var files = Files.walk(root.resolve("outbox").resolve(output))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(lines::add);
                }
            }
        }
        return NumberedWriter.numbers(lines);
    }
}
