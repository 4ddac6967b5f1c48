package dev.caravan.dryrun;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.BlockSource;
import dev.caravan.pipeline.Acknowledger;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A stream that is cut into blocks of whole lines, as a source does. The blocks share the parser's state of the file. */
public final class LineBlocks {

    private static final int BLOCK = 256 * 1024;

    private final InputStream in;
    private final BlockSource origin;
    private final Remembering acknowledger = new Remembering();
    private byte[] rest = new byte[0];
    private long offset;

    /** @param origin the origin that the blocks get */
    public LineBlocks(InputStream in, BlockSource origin) {
        this.in = in;
        this.origin = origin;
    }

    /** Returns an origin for lines without a source. */
    public static BlockSource origin(String file, Instant time, String host) {
        return new BlockSource("trial", file, 0, time, host, false);
    }

    /** Returns the next block, or null at the end. Adds a newline to a last line without one. */
    public @Nullable Block next() throws IOException {
        byte[] all = rest;
        for (;;) {
            int before = all.length;
            byte[] more = in.readNBytes(BLOCK);
            all = Arrays.copyOf(all, before + more.length);
            System.arraycopy(more, 0, all, before, more.length);
            int end = all.length;
            while (end > before && all[end - 1] != '\n') {
                end--;
            }
            if (more.length < BLOCK && all.length > 0 && all[all.length - 1] != '\n') {
                all = Arrays.copyOf(all, all.length + 1);
                all[all.length - 1] = '\n';
                end = all.length;
            }
            if (all.length == 0) {
                return null;
            }
            if (end > before || more.length < BLOCK) {
                end = more.length < BLOCK ? all.length : end;
                rest = Arrays.copyOfRange(all, end, all.length);
                return block(Arrays.copyOf(all, end));
            }
        }
    }

    private Block block(byte[] bytes) {
        int lines = 0;
        for (byte b : bytes) {
            lines += b == '\n' ? 1 : 0;
        }
        BlockSource at = new BlockSource(origin.source(), origin.file(), offset, origin.time(), origin.host(), false);
        offset += bytes.length;
        return Block.raw(at, acknowledger, bytes, bytes.length, lines);
    }

    private static final class Remembering implements Acknowledger {

        private @Nullable String state;

        @Override
        public void stored() {
            // Nothing is stored.
        }

        @Override
        public boolean isNext() {
            return true;
        }

        @Override
        public boolean canRepeat() {
            return true;
        }

        @Override
        public @Nullable String parserState() {
            return state;
        }

        @Override
        public void parserState(@Nullable String state) {
            this.state = state;
        }
    }
}
