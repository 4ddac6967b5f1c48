package dev.caravan.batch;

import dev.caravan.batch.compress.Compression;
import dev.caravan.bench.LogLines;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.pipeline.TestBlock;
import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Sources;
import dev.caravan.state.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds a line: blocks are appended to a batch of 8 MiB, compressed, and the batch is sealed, forced to disk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class BatchBenchmark {

    private static final int BLOCKS = 32;
    private static final int LINES_A_BLOCK = 1200;

    @Param({"none", "gzip", "zstd"})
    private String compression;
    private Path directory;
    private StateDirectory state;
    private Batch batch;
    private Block block;

    /** An empty batch in memory, where there is such a file system. */
    @Setup(Level.Invocation)
    public void open() throws IOException {
        Path memory = Path.of("/dev/shm");
        directory = Files.isDirectory(memory) ? Files.createTempDirectory(memory, "batch") : Files.createTempDirectory("batch");
        state = StateDirectory.open(directory.resolve("state"));
        Sources sources = new Sources(state, new OutboxSpace(state.outbox(), 1 << 30), "web1");
        batch = new Batches(sources, new BatchOptions(new KeyTemplate("{source}/{host}_{seq}.{ext}", "web1", "i"), 8 << 20,
            Compression.of(compression, null), "json")).batch("test");
        if (block == null) {
            block = TestBlock.of(new String(LogLines.NGINX.bytes(LINES_A_BLOCK), StandardCharsets.UTF_8));
        }
    }

    /** Fills and seals it. */
    @Benchmark
    @OperationsPerInvocation(BLOCKS * LINES_A_BLOCK)
    public void fill() throws IOException {
        for (int i = 0; i < BLOCKS; i++) {
            batch.append(block, "test", false);
        }
        batch.seal(Event.SEALED_BY_SIZE);
    }

    /** Removes what was written. */
    @TearDown(Level.Invocation)
    public void close() throws IOException {
        state.close();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
