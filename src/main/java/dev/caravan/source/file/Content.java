package dev.caravan.source.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The uncompressed content of a file, open for reading. Not thread safe. */
interface Content extends Closeable {

    /**
     * Reads at an offset of the uncompressed content.
     *
     * @return number of bytes read, less than {@code length} only at the end of what is there; 0 at the end
     */
    int read(long offset, byte[] into, int at, int length) throws IOException;

    /** Bytes there are now; {@link Long#MAX_VALUE} when only reading to the end would tell. */
    long size() throws IOException;

    /** Whether the content can never grow: it is a compressed copy. */
    boolean isFinal();

    /** What made the last read end before the content did; null when nothing did. */
    default @Nullable IOException broken() {
        return null;
    }

    /** Whether a file of this name is compressed. */
    static boolean isCompressed(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".gz") || name.endsWith(".zst");
    }

    /** Whether what a compressed file of this name is made of still stands beside it: it is being compressed just now. */
    static boolean isTwin(Path file) {
        String name = PathText.name(file.getFileName());
        return isCompressed(file)
            && Files.exists(PathText.beside(file, name.substring(0, name.lastIndexOf('.'))));
    }
}
