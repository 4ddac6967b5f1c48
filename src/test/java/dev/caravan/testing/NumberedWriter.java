package dev.caravan.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes lines with growing numbers into a log, as a server does, and rotates it. */
public final class NumberedWriter implements AutoCloseable {

    private static final Pattern NUMBER = Pattern.compile("line ([0-9]+) ");

    private final Path file;
    private FileChannel channel;
    private long next;
    private volatile boolean stopped;
    private Thread thread;

    public NumberedWriter(Path file) throws IOException {
        this.file = file;
        open();
    }

    private void open() throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Writes some lines. */
    public synchronized void write(int lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append("line ").append(next).append(" of a log, with some text that makes it longer ")
                .append(Long.toHexString(next * 0x9E3779B97F4A7C15L)).append('\n');
            next++;
        }
        channel.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes lines in the background until {@link #stop()}. */
    public void start(int linesPerBurst, long pauseMillis) {
        thread = new Thread(() -> {
            try {
                while (!stopped) {
                    write(linesPerBurst);
                    LockSupport.parkNanos(pauseMillis * 1_000_000);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }, "writer");
        thread.start();
    }

    /** Ends the background writing. */
    public void stop() throws InterruptedException {
        stopped = true;
        if (thread != null) {
            thread.join();
        }
    }

    /** Renames access.log to access.log.1, access.log.1 to access.log.2 and so on, and starts a new file. */
    public synchronized void rotate() throws IOException {
        shift();
        Files.move(file, numbered(1), StandardCopyOption.ATOMIC_MOVE);
        channel.close();
        open();
    }

    /** Opens the log anew, as a server does when it is told that its log was rotated. */
    public synchronized void reopen() throws IOException {
        channel.close();
        open();
    }

    /** Copies the file to access.log.1 and truncates it. The writer waits meanwhile, so that no line is lost by it. */
    public synchronized void copyTruncate() throws IOException {
        shift();
        Files.copy(file, numbered(1));
        channel.truncate(0);
    }

    private void shift() throws IOException {
        for (int i = 30; i > 0; i--) {
            if (Files.exists(numbered(i))) {
                Files.move(numbered(i), numbered(i + 1), StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private Path numbered(int i) {
        return file.resolveSibling(file.getFileName() + "." + i);
    }

    /** How many lines were written: their numbers are 0 to this, less one. */
    public synchronized long written() {
        return next;
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        channel.close();
    }

    /** The numbers in some lines, sorted. */
    public static List<Long> numbers(List<String> lines) {
        List<Long> numbers = new ArrayList<>();
        for (String line : lines) {
            Matcher m = NUMBER.matcher(line);
            if (!m.find()) {
                throw new AssertionError("no number in: " + line);
            }
            numbers.add(Long.parseLong(m.group(1)));
        }
        Collections.sort(numbers);
        return numbers;
    }

    /** Says which numbers are missing and which are there twice; empty when each is there once. */
    public static String compare(List<Long> numbers, long written) {
        java.util.BitSet seen = new java.util.BitSet();
        List<Long> twice = new ArrayList<>();
        for (long n : numbers) {
            if (seen.get((int) n)) {
                twice.add(n);
            }
            seen.set((int) n);
        }
        List<Integer> missing = new ArrayList<>();
        for (int i = seen.nextClearBit(0); i < written; i = seen.nextClearBit(i + 1)) {
            missing.add(i);
        }
        return (missing.isEmpty() ? "" : "missing " + missing.size() + " from " + missing.subList(0, Math.min(5,
            missing.size())) + " ") + (twice.isEmpty() ? "" : "twice " + twice.size() + " from "
                + twice.subList(0, Math.min(5, twice.size()))) + (seen.length() > written ? " too many" : "");
    }
}
