package dev.caravan.source.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The uncompressed content of a file, open for reading. Not thread-safe. */
interface Content extends Closeable {

    /**
     * Reads at an offset of the uncompressed content.
     *
     * @return number of bytes read, less than {@code length} only at the current end; 0 at the end
     */
    int read(long offset, byte[] into, int at, int length) throws IOException;

    /** Returns the current number of bytes; {@link Long#MAX_VALUE} if it is known only after reading to the end. */
    long size() throws IOException;

    /** Reports whether the content can never grow: it is a compressed copy. */
    boolean isFinal();

    /** Returns why the last read ended before the content did; null if it did not. */
    default @Nullable IOException broken() {
        return null;
    }

    /** Reports whether a file of this name is compressed. */
    static boolean isCompressed(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".gz") || name.endsWith(".zst");
    }

    /** Reports whether the original of a compressed file still exists beside it: the file is being compressed. */
    static boolean isTwin(Path file) {
        String name = PathText.name(file.getFileName());
        return isCompressed(file)
            && Files.exists(PathText.beside(file, name.substring(0, name.lastIndexOf('.'))));
    }
}
