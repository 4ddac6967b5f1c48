package dev.caravan.batch.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class AsyncOutputStreamTest {

    @Test
    void allIsWrittenInOrderThoughTheCallerUsesItsBufferAgain() throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Random random = new Random(7);
        byte[] buffer = new byte[100_000];
        try (AsyncOutputStream behind = new AsyncOutputStream(written)) {
            for (int i = 0; i < 300; i++) {
                random.nextBytes(buffer);
                int length = i % 3 == 0 ? random.nextInt(100) : random.nextInt(buffer.length);
                expected.write(buffer, 0, length);
                behind.write(buffer, 0, length);
            }
            behind.write('x');
        }
        expected.write('x');
        assertArrayEquals(expected.toByteArray(), written.toByteArray());
    }

    @Test
    void theNextCallTellsOfAFailureAndTheTargetIsClosed() throws IOException {
        AtomicBoolean closed = new AtomicBoolean();
        AsyncOutputStream behind = new AsyncOutputStream(failing(closed));
        behind.write(new byte[100_000]);
        assertEquals("full", assertThrows(IOException.class, behind::flush).getMessage());
        behind.write(new byte[100_000]);
        assertEquals("full", assertThrows(IOException.class, behind::close).getMessage());
        assertTrue(closed.get());
    }

    @Test
    void aSecondBlockIsTakenWhileTheFirstIsWrittenAndAThirdIsNot() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch taken = new CountDownLatch(1);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (AsyncOutputStream behind = new AsyncOutputStream(new OutputStream() {
            @Override
            public void write(int b) {
                written.write(b);
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                written.write(bytes, from, length);
            }
        })) {
            behind.write(new byte[50_000]);
            Thread second = new Thread(() -> {
                try {
                    behind.write(new byte[50_000]);
                    taken.countDown();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            second.start();
            assertEquals(0, written.size());
            assertEquals(1, taken.getCount());
            go.countDown();
            assertTrue(taken.await(20, TimeUnit.SECONDS));
            second.join();
        }
        assertEquals(100_000, written.size());
    }

    private static OutputStream failing(AtomicBoolean closed) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("full");
            }

            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                throw new IOException("full");
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
    }
}
