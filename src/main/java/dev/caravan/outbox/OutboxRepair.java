package dev.caravan.outbox;

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
 * Checks whether a compressed file of the outbox is whole before it is sent. Caravan itself leaves only whole files; a broken disk, a
 * repaired file system or a person may leave others. The whole lines before the damage replace the file, and the damaged file is kept. An
 * uncompressed file can only be checked for being empty.
 */
final class OutboxRepair {

    private static final Logger LOG = LoggerFactory.getLogger("caravan.delivery");

    private OutboxRepair() {
    }

    /**
     * Checks the file, and repairs it if necessary.
     *
     * @param root the state directory
     * @return false if nothing could be rescued; the file is then no longer in the outbox
     * @throws IOException the file cannot be read, or the state directory cannot be written to; the file is then unchanged
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
            // The file is tried again later, so this try must leave nothing behind.
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

    /** Reads the whole file. Returns what is wrong with it, or null. */
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
                // zstd is native code. A file sealed before the code could no longer be loaded is sent unchecked.
                LOG.warn("{} is delivered without a check: {}", file, e.toString());
                return null;
            }
        }
    }

    private static int read(InputStream in, byte[] buffer) throws IOException {
        return in.read(buffer, 0, buffer.length);
    }

    /** Writes whole lines, compressed like the file. */
    private static final class Lines implements AutoCloseable {

        private final OutputStream out;
        private final ByteArrayOutputStream half = new ByteArrayOutputStream();
        private long count;

        /** The file that is written failed, not the one that is read. */
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
