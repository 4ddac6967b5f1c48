package dev.caravan.source.file;

import dev.caravan.pipeline.Block;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What was read: in the open batch, in the one that is being sealed, and in sealed ones. A crash leaves only the sealed ones. */
final class MemoryBatches {

    private final ByteArrayOutputStream sealed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream closed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream open = new ByteArrayOutputStream();

    void add(Block block) {
        open.write(block.bytes(), 0, block.length());
    }

    /** The open batch is going to be sealed. */
    void close() {
        closed.writeBytes(open.toByteArray());
        open.reset();
    }

    void commit() {
        sealed.writeBytes(closed.toByteArray());
        closed.reset();
    }

    void discardOpen() {
        open.reset();
    }

    void discardUnsealed() {
        open.reset();
        closed.reset();
    }

    byte[] sealed() {
        return sealed.toByteArray();
    }

    String text() {
        return sealed.toString(StandardCharsets.UTF_8);
    }
}
