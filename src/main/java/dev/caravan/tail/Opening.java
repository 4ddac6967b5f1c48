package dev.caravan.tail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How the log files of a source are opened: all of them, whatever they are opened for. */
final class Opening {

    /** Opens a file; {@code .gz} and {@code .zst} are unpacked. */
    Content open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return Content.isCompressed(file) ? new CompressedContent(file, channel) : new PlainContent(channel);
    }
}
