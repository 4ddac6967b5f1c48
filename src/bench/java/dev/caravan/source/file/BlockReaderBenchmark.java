package dev.caravan.source.file;

import dev.caravan.bench.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds a line: a file is cut into blocks of whole lines, with the checks that it is still the same file. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class BlockReaderBenchmark {

    private static final int LINES = 30_000;
    private Follower follower;

    /** A log, and one who follows it from its begin. */
    @Setup(Level.Invocation)
    public void start() throws IOException {
        follower = new Follower();
        follower.blockBytes = 256 * 1024;
        LogLines.NGINX.write(follower.logs.resolve("access.log"), LINES);
        follower.start();
    }

    /** Reads all of it, a turn of blocks after the other. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int read() throws IOException {
        follower.poll();
        return follower.bytes().length;
    }

    /** Removes it. */
    @TearDown(Level.Invocation)
    public void stop() throws IOException {
        follower.close();
        Files.deleteIfExists(follower.root);
    }
}
