package dev.caravan.batch.compress;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A gzip stream of one member (RFC 1952) whose blocks are compressed in other threads, while the caller reads and parses.
 *
 * <p>Each block is deflated by itself and flushed to a byte boundary ({@link Compressor}); zlib uses the 32 KiB before it as its
 * dictionary. The concatenated results are one stream, which no reader can tell from any other (pigz does the same). It is as large as the
 * stream of one deflater, plus five bytes per block.
 *
 * <p>The caller's thread writes the compressed blocks, at the latest in {@link #close()}, so the caller sees each failure. A short stream
 * occupies only its own length in memory, a longer one two blocks more than there are threads, or two blocks if many streams are written at
 * once. Not thread-safe.
 */
final class GzipBlocks extends OutputStream {

    /** Number of threads that compress for all streams, and so of compressors, however many streams there are. */
    static final int PARALLEL = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));

    /**
     * Blocks of a stream that are compressed or wait for it: one more than there are threads, so that no thread stands idle while the next
     * block is filled. Filling a block takes a quarter of the time of compressing it.
     */
    private static final int AHEAD = PARALLEL + 1;
    private static final int BLOCK = 256 * 1024;
    private static final int WINDOW = 32 * 1024;
    private static final int FIRST_LENGTH = 4 * 1024;
    /**
     * Blocks of closed streams, for the next ones. In a small heap, the blocks of each batch would grow old, and either cause a full
     * collection every few batches or keep their memory until one. The references are soft, so the blocks go if nothing is compressed for a
     * while.
     */
    private static final Deque<SoftReference<Block>> SPARE = new ConcurrentLinkedDeque<>();
    /** The blocks of two streams: those of the batch that fills, and those of the previous one, which is sealed meanwhile. */
    static final int MOST_SPARE = 2 * (AHEAD + 1);
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final OutputStream target;
    private final int level;
    private final CRC32 crc = new CRC32();
    private final Deque<Block> underWay = new ArrayDeque<>();
    private final Deque<Block> free = new ArrayDeque<>();
    private Block block = new Block(ByteBuffer.allocate(FIRST_LENGTH));
    private long length;
    private boolean begun;
    private boolean closed;

    /** @param level 1 to 9 */
    GzipBlocks(OutputStream target, int level) {
        this.target = target;
        this.level = level;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** Copies the bytes, so the caller may reuse the array at once. */
    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        crc.update(bytes, from, count);
        length += count;
        int end = from + count;
        for (int at = from; at < end;) {
            if (block.isFull()) {
                compress(false);
            }
            at += block.append(bytes, at, end);
        }
    }

    /** Returns how many blocks wait for the next stream. */
    static int spares() {
        return SPARE.size();
    }

    /** Starts to compress the block, and continues with the next one, whose dictionary is the end of this block. */
    private void compress(boolean last) throws IOException {
        // If blocks of other streams wait for the threads, more blocks of this stream would only take memory.
        int most = CompressionExecutors.COMPRESS.getQueue().size() < AHEAD ? AHEAD : 1;
        while (underWay.size() >= most) {
            writeFirst();
        }
        Block full = block;
        full.start(level, last);
        underWay.add(full);
        if (!last) {
            Block next = free.poll();
            block = next == null ? Block.spare() : next;
            block.follow(full);
        }
    }

    private void writeFirst() throws IOException {
        Block first = underWay.poll();
        first.await();
        if (!begun) {
            begun = true;
            target.write(HEADER);
        }
        target.write(first.compressed.bytes, 0, first.compressed.length);
        free.add(first);
    }

    /** Ends the stream, and closes the target even if that fails. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (target) {
            compress(true);
            while (!underWay.isEmpty()) {
                writeFirst();
            }
            byte[] trailer = new byte[8];
            for (int i = 0; i < 4; i++) {
                trailer[i] = (byte) (crc.getValue() >>> 8 * i);
                trailer[4 + i] = (byte) (length >>> 8 * i);
            }
            target.write(trailer);
            target.flush();
            free.forEach(Block::keep);
        } finally {
            for (Block left = underWay.poll(); left != null; left = underWay.poll()) {
                left.abandon();
            }
        }
    }

    /**
     * A dictionary, the bytes that follow it, and what they are compressed to. Whole blocks lie outside of Java's heap: while zlib works on
     * an array in the heap, no garbage can be collected, and the heap grows instead.
     */
    private static final class Block {

        private static final Future<?> NOTHING = CompletableFuture.completedFuture(null);

        private ByteBuffer bytes;
        private int dictionary;
        private int end;
        private ByteBuilder compressed = new ByteBuilder();
        private Future<?> work = NOTHING;

        Block(ByteBuffer bytes) {
            this.bytes = bytes;
        }

        /** Returns a whole block, for the middle of a stream. */
        static Block spare() {
            for (SoftReference<Block> kept = SPARE.poll(); kept != null; kept = SPARE.poll()) {
                Block block = kept.get();
                if (block != null) {
                    return block;
                }
            }
            return new Block(ByteBuffer.allocateDirect(WINDOW + BLOCK));
        }

        /** Keeps the block for another stream; nothing uses it any more. */
        void keep() {
            if (bytes.isDirect() && SPARE.size() < MOST_SPARE) {
                SPARE.push(new SoftReference<>(this));
            }
        }

        boolean isFull() {
            return end - dictionary == BLOCK;
        }

        /** Takes as many bytes as fit, and returns their number. */
        int append(byte[] from, int start, int stop) {
            int count = Math.min(stop - start, BLOCK - (end - dictionary));
            if (end + count > bytes.capacity()) {
                int wanted = Math.max(end + count, 2 * bytes.capacity());
                if (wanted < BLOCK) {
                    bytes = ByteBuffer.allocate(wanted).put(0, bytes, 0, end);
                } else {
                    Block whole = spare();
                    bytes = whole.bytes.put(0, bytes, 0, end);
                    compressed = whole.compressed;
                }
            }
            bytes.put(end, from, start, count);
            end += count;
            return count;
        }

        void follow(Block before) {
            dictionary = Math.min(WINDOW, before.end);
            bytes.put(0, before.bytes, before.end - dictionary, dictionary);
            end = dictionary;
        }

        void start(int level, boolean last) {
            work = CompressionExecutors.COMPRESS.submit(() -> Compressor.of(level).compress(bytes, dictionary, end, last, compressed));
        }

        void await() throws IOException {
            CompressionExecutors.await(work);
        }

        void abandon() {
            work.cancel(false);
        }
    }
}
