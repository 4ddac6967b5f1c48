package dev.caravan.deliver;

import com.github.luben.zstd.ZstdInputStream;
import dev.caravan.pipeline.Gunzip;
import dev.caravan.state.Damaged;
import dev.caravan.state.Durable;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether a compressed file of the outbox is whole, before it is sent. Caravan leaves no other; a broken disk, a
 * repaired file system or a person may. The whole lines in front of the damage take the file's place, the file is kept.
 * A file that is not compressed says nothing of what it should be, except that it has something in it.
 */
final class OutboxRepair {

    private static final Logger LOG = LoggerFactory.getLogger("caravan.delivery");

    private OutboxRepair() {
    }

    /**
     * Makes the file fit to be sent.
     *
     * @param root the state directory
     * @return false when nothing could be rescued: the file is no longer in the outbox
     * @throws IOException the file cannot be read, or the state directory cannot be written; the file is as it was
     */
    static boolean run(Path root, Path file) throws IOException {
        String damage = Files.size(file) == 0 ? "it is empty" : damage(file, null);
        if (damage == null) {
            return true;
        }
        Path kept = Damaged.copy(root, file);
        Path rescued = kept.resolveSibling(file.getFileName() + ".rescued");
        long lines;
        try {
            lines = rescue(file, rescued);
        } catch (IOException e) {
            // Tried again later: this try must leave nothing.
            Files.deleteIfExists(rescued);
            Files.deleteIfExists(kept);
            throw e;
        }
        if (lines > 0) {
            Files.move(rescued, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.delete(rescued);
            Files.delete(file);
        }
        Durable.force(Durable.directory(file));
        LOG.error("{} is damaged ({}). {} The damaged file is kept as {}", file, damage, lines == 0
            ? "No line of it can be read." : "The first " + lines + " lines of it are whole and are delivered.", kept);
        return lines > 0;
    }

    private static long rescue(Path file, Path to) throws IOException {
        Lines lines = new Lines(file, Durable.stream(to, Durable.create(to)));
        try (lines) {
            damage(file, lines);
        }
        Durable.forceContent(to);
        return lines.count;
    }

    /** Reads all of it; returns what is wrong with it, or null. */
    private static @Nullable String damage(Path file, @Nullable Lines out) throws IOException {
        String name = file.getFileName().toString();
        if (!name.endsWith(".gz") && !name.endsWith(".zst")) {
            return null;
        }
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file))) {
            byte[] buffer = new byte[64 * 1024];
            try (InputStream in = name.endsWith(".gz") ? new Gunzip(raw) : new ZstdInputStream(raw)) {
                for (int n = read(in, buffer); n > 0; n = read(in, buffer)) {
                    if (out != null) {
                        out.write(buffer, n);
                    }
                }
                return null;
            } catch (Lines.Full e) {
                throw e.getCause();
            } catch (IOException e) {
                return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            } catch (LinkageError e) {
                // zstd is native code. A file that was sealed before it could not be loaded any more is sent as it is.
                LOG.warn("{} is delivered without a look into it: {}", file, e.toString());
                return null;
            }
        }
    }

    private static int read(InputStream in, byte[] buffer) throws IOException {
        return in.read(buffer, 0, buffer.length);
    }

    /** Writes whole lines, compressed as the file is. */
    private static final class Lines implements AutoCloseable {

        private final OutputStream out;
        private final ByteArrayOutputStream half = new ByteArrayOutputStream();
        private long count;

        /** Not the file that is read, but the one that is written is at fault. */
        static final class Full extends IOException {
            private static final long serialVersionUID = 1L;

            Full(IOException cause) {
                super(cause);
            }

            @Override
            public synchronized @Nullable IOException getCause() {
                return (IOException) super.getCause();
            }
        }

        Lines(Path like, OutputStream to) throws IOException {
            out = like.toString().endsWith(".gz") ? new GZIPOutputStream(to, 64 * 1024)
                : new com.github.luben.zstd.ZstdOutputStream(to);
        }

        void write(byte[] bytes, int length) throws Full {
            int end = length;
            while (end > 0 && bytes[end - 1] != '\n') {
                end--;
            }
            try {
                if (end > 0) {
                    half.writeTo(out);
                    half.reset();
                    out.write(bytes, 0, end);
                }
            } catch (IOException e) {
                throw new Full(e);
            }
            for (int i = 0; i < end; i++) {
                count += bytes[i] == '\n' ? 1 : 0;
            }
            half.write(bytes, end, length - end);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
