package dev.caravan.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Writes numbered lines into a log as fast as it may: up to a rate, and no more than so many lines ahead of the bucket. It
 * opens its log anew when it is asked to, as servers do at a signal: while a file {@code <log>.reopen} is there.
 */
final class Writer implements AutoCloseable {

    private static final int BURST = 200;

    private final int number;
    private final Path log;
    private final long bytesPerSecond;
    private final long ahead;
    private final LongSupplier arrived;
    private final Thread thread;
    private FileChannel channel;
    private volatile long written;
    private volatile long bytes;
    private volatile boolean stopped;
    private volatile IOException failure;

    /**
     * @param bytesPerSecond the rate it keeps below
     * @param ahead          how many lines it may be ahead of the bucket
     * @param arrived        how many of its lines are there
     */
    Writer(int number, Path log, long bytesPerSecond, long ahead, LongSupplier arrived) throws IOException {
        this.number = number;
        this.log = log;
        this.bytesPerSecond = bytesPerSecond;
        this.ahead = ahead;
        this.arrived = arrived;
        this.channel = open();
        this.thread = new Thread(this::run, "writer-" + number);
        thread.start();
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Path reopen() {
        return log.resolveSibling(log.getFileName() + ".reopen");
    }

    private void run() {
        Random random = new Random(number);
        String filler = "GET /index.html HTTP/1.1 200 some text of a log line that is neither short nor very long at all ";
        long begin = System.nanoTime();
        long budget = 0;
        try {
            while (!stopped) {
                if (Files.exists(reopen())) {
                    channel.close();
                    channel = open();
                    Files.delete(reopen());
                }
                double allowed = (System.nanoTime() - begin) / 1e9 * bytesPerSecond;
                // What it could not write while it had to wait is not made up for.
                budget = Math.max(budget, (long) allowed - bytesPerSecond);
                if (budget > allowed || written - arrived.getAsLong() > ahead) {
                    LockSupport.parkNanos(2_000_000);
                    continue;
                }
                StringBuilder text = new StringBuilder(BURST * 100);
                for (int i = 0; i < BURST; i++) {
                    text.append('w').append(number).append(' ').append(written + i).append(' ')
                        .append(Integer.toHexString(random.nextInt())).append(' ')
                        .append(filler, 0, random.nextInt(filler.length())).append(".\n");
                }
                byte[] lines = text.toString().getBytes(StandardCharsets.US_ASCII);
                synchronized (this) {
                    ByteBuffer buffer = ByteBuffer.wrap(lines);
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                }
                written += BURST;
                bytes += lines.length;
                budget += lines.length;
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Does something while nothing is written: copytruncate loses what is written between its copy and its truncate. */
    synchronized void whilePaused(Runnable task) {
        task.run();
    }

    /** Lines written so far: their numbers are 0 to this, less one. */
    long written() {
        return written;
    }

    /** Bytes written so far. */
    long bytes() {
        return bytes;
    }

    /** Ends writing, after a last line was ended. */
    void stop() throws InterruptedException {
        stopped = true;
        thread.join();
        if (failure != null) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        channel.close();
    }
}
