package dev.caravan.source.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The content of an uncompressed file. The open descriptor keeps a deleted file readable. */
final class PlainContent implements Content {

    private final FileChannel channel;

    /** @param channel open for reading; closed with this content */
    PlainContent(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(long offset, byte[] into, int at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, at, length);
        while (buffer.hasRemaining()) {
            int n = channel.read(buffer, offset + buffer.position() - at);
            if (n <= 0) {
                break;
            }
        }
        return buffer.position() - at;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public boolean isFinal() {
        return false;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
