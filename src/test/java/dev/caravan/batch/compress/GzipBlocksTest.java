package dev.caravan.batch.compress;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GzipBlocksTest {

    /** Lines that repeat each other somewhat, or bytes that cannot be compressed. */
    private static byte[] content(int seed, int length, boolean lines) {
        Random random = new Random(seed);
        byte[] bytes = new byte[length];
        if (!lines) {
            random.nextBytes(bytes);
            return bytes;
        }
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append("10.0.").append(random.nextInt(256)).append('.').append(random.nextInt(256))
                .append(" GET /page/").append(random.nextInt(100_000)).append(" HTTP/1.1 200\n");
        }
        System.arraycopy(text.toString().getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, length);
        return bytes;
    }

    private static byte[] compress(byte[] content, int level, List<Integer> writes) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (GzipBlocks gzip = new GzipBlocks(file, level)) {
            int at = 0;
            for (int i = 0; at < content.length; i++) {
                int n = Math.min(content.length - at, writes.get(i % writes.size()));
                byte[] buffer = new byte[n];
                System.arraycopy(content, at, buffer, 0, n);
                gzip.write(buffer, 0, n);
                // The caller uses its array again.
                Arrays.fill(buffer, (byte) '!');
                at += n;
            }
        }
        return file.toByteArray();
    }

    private static byte[] unpack(byte[] gzip) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return in.readAllBytes();
        }
    }

    /** Where the first member ends; readers that know only one would stop there. */
    private static int endOfMember(byte[] gzip) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        inflater.setInput(gzip, 10, gzip.length - 10);
        byte[] buffer = new byte[64 * 1024];
        while (!inflater.finished()) {
            assertTrue(inflater.inflate(buffer) > 0 || inflater.finished(), "it breaks off");
        }
        int end = (int) (10 + inflater.getBytesRead() + 8);
        inflater.end();
        return end;
    }

    @Property(tries = 150)
    void whatIsWrittenIsReadAgainAsOneMember(@ForAll int seed, @ForAll("lengths") int length, @ForAll boolean lines,
        @ForAll("levels") int level, @ForAll("writes") List<Integer> writes)
        throws IOException, DataFormatException {
        byte[] content = content(seed, length, lines);
        byte[] gzip = compress(content, level, writes);
        assertArrayEquals(content, unpack(gzip));
        assertEquals(gzip.length, endOfMember(gzip));
    }

    @Provide
    Arbitrary<Integer> lengths() {
        return Arbitraries.oneOf(Arbitraries.integers().between(0, 10_000), Arbitraries.integers().between(0, 3_000_000),
            Arbitraries.of(1, 4096, 4097, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 2 * 256 * 1024, 5 * 256 * 1024 + 1));
    }

    @Provide
    Arbitrary<Integer> levels() {
        return Arbitraries.of(1, 4, 6, 9);
    }

    @Provide
    Arbitrary<List<Integer>> writes() {
        return Arbitraries.oneOf(Arbitraries.integers().between(100, 5000), Arbitraries.integers().between(5000, 700_000))
            .list().ofMinSize(1).ofMaxSize(5);
    }

    @Example
    void itIsAsSmallAsWhatOneDeflaterMakes() throws IOException {
        byte[] content = content(1, 8 << 20, true);
        ByteArrayOutputStream usual = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(usual) {
            {
                def.setLevel(4);
            }
        }) {
            gzip.write(content);
        }
        int size = compress(content, 4, List.of(200_000)).length;
        assertTrue(size < usual.size() * 1.005, size + " bytes instead of " + usual.size());
    }

    @Example
    void manyStreamsShareTheThreads() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<byte[]>> tasks = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                int seed = i;
                tasks.add(() -> unpack(compress(content(seed, 1_500_000, true), 4, List.of(256 * 1024, 3))));
            }
            int seed = 0;
            for (Future<byte[]> result : threads.invokeAll(tasks)) {
                assertArrayEquals(content(seed++, 1_500_000, true), result.get());
            }
        } finally {
            threads.shutdown();
        }
    }

    /**
     * What waits for a thread that compresses is bounded: a block more than there are threads, and one that is filled. With
     * many streams at once it is less.
     */
    @Example
    void whoWritesWaitsForTheThreadsThatCompress() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        byte[] content = content(1, 3_000_000, true);
        for (int i = 0; i < GzipBlocks.PARALLEL; i++) {
            CompressionExecutors.COMPRESS.execute(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        // What other tests left there would count as others that wait.
        await().until(() -> CompressionExecutors.COMPRESS.getQueue().isEmpty());
        List<Writer> writers = new ArrayList<>();
        try {
            for (int i = 0; i < 4; i++) {
                Writer writer = new Writer(content);
                writers.add(writer);
                writer.start();
                await().until(() -> writer.getState() == Thread.State.WAITING);
            }
            int most = (GzipBlocks.PARALLEL + 2) * 256 * 1024;
            assertTrue(writers.get(0).written.get() <= most, writers.get(0).written + " bytes were taken");
            assertTrue(writers.get(0).written.get() > most - 256 * 1024, "only " + writers.get(0).written + " were taken");
            assertTrue(writers.get(3).written.get() <= 2 * 256 * 1024, writers.get(3).written + " bytes were taken");
        } finally {
            go.countDown();
            for (Writer writer : writers) {
                writer.join();
            }
        }
        for (Writer writer : writers) {
            assertArrayEquals(content, unpack(writer.file.toByteArray()));
        }
    }

    private static final class Writer extends Thread {

        final AtomicInteger written = new AtomicInteger();
        final ByteArrayOutputStream file = new ByteArrayOutputStream();
        private final byte[] content;

        Writer(byte[] content) {
            this.content = content;
        }

        @Override
        public void run() {
            try (GzipBlocks gzip = new GzipBlocks(file, 4)) {
                for (int at = 0; at < content.length; at += 1000) {
                    gzip.write(content, at, 1000);
                    written.addAndGet(1000);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Example
    void someBlocksOfClosedStreamsAreKeptForTheNext() throws IOException {
        byte[] content = content(1, 1_500_000, true);
        List<GzipBlocks> open = new ArrayList<>();
        for (int i = 0; i < GzipBlocks.MOST_SPARE; i++) {
            open.add(new GzipBlocks(OutputStream.nullOutputStream(), 4));
            open.get(i).write(content);
        }
        for (GzipBlocks stream : open) {
            stream.close();
        }
        assertEquals(GzipBlocks.MOST_SPARE, GzipBlocks.spares());
        assertArrayEquals(content, unpack(compress(content, 4, List.of(100_000))));
        assertEquals(GzipBlocks.MOST_SPARE, GzipBlocks.spares());
    }

    @Example
    void aFailureIsToldAndTheTargetIsClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("full");
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        GzipBlocks gzip = new GzipBlocks(full, 4);
        byte[] random = content(1, 3_000_000, false);
        assertEquals("full", assertThrows(IOException.class, () -> gzip.write(random)).getMessage());
        assertEquals("full", assertThrows(IOException.class, gzip::close).getMessage());
        assertTrue(closed.get());
    }
}
