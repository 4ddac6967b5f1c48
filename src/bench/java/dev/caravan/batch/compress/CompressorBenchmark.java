package dev.caravan.batch.compress;

import dev.caravan.bench.LogLines;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Microseconds a block of 256 KiB of nginx's lines, at level 4. Where libdeflate is not installed both are of zlib. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class CompressorBenchmark {

    private static final int BLOCK = 256 * 1024;

    private final Compressor zlib = new Compressor(4, false);
    private final Compressor libDeflate = new Compressor(4, true);
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    private final ByteBuilder compressed = new ByteBuilder();
    private final DeflateStreamOpener openEnd = new DeflateStreamOpener();
    private final ByteBuilder stream = new ByteBuilder();
    private final ByteBuilder opened = new ByteBuilder();

    /** A block, and a stream of it that has an end. */
    @Setup
    public void fill() {
        block.put(0, Arrays.copyOf(LogLines.NGINX.bytes(2000), BLOCK));
        zlib.compress(block, 0, BLOCK, true, stream);
    }

    @TearDown
    public void close() {
        zlib.close();
        libDeflate.close();
    }

    @Benchmark
    public Object zlib() {
        zlib.compress(block, 0, BLOCK, false, compressed);
        return compressed;
    }

    @Benchmark
    public Object libDeflate() {
        libDeflate.compress(block, 0, BLOCK, false, compressed);
        return compressed;
    }

    /** The part of it that is Java. */
    @Benchmark
    public boolean openEnd() {
        opened.length = 0;
        opened.reserve(stream.length + DeflateStreamOpener.ROOM);
        opened.append(ByteBuffer.wrap(stream.bytes), stream.length);
        return openEnd.open(opened);
    }
}
