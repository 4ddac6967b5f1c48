package dev.caravan.source.file;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.GZIPOutputStream;

/** What log writers and rotators do to files. */
public final class Logs {

    private Logs() {
    }

    /** Appends; creates the file where it is missing. */
    public static void append(Path file, String text) throws IOException {
        append(file, text.getBytes(StandardCharsets.UTF_8));
    }

    public static void append(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    public static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public static void copy(Path from, Path to) throws IOException {
        // Over an existing file as cp does it: the same inode gets the new content.
        Files.write(to, Files.readAllBytes(from));
    }

    public static void truncate(Path file) throws IOException {
        Files.write(file, new byte[0]);
    }

    public static void copytruncate(Path from, Path to) throws IOException {
        copy(from, to);
        truncate(from);
    }

    /** Compresses a file and deletes it, as gzip does; the new file has the old one's time. */
    public static void gzip(Path file) throws IOException {
        compress(file, file.resolveSibling(file.getFileName() + ".gz"));
    }

    public static void zstd(Path file) throws IOException {
        compress(file, file.resolveSibling(file.getFileName() + ".zst"));
    }

    private static void compress(Path file, Path to) throws IOException {
        try (OutputStream raw = Files.newOutputStream(to);
            OutputStream out = to.toString().endsWith(".gz") ? new GZIPOutputStream(raw) : new ZstdOutputStream(raw)) {
            Files.copy(file, out);
        }
        Files.setLastModifiedTime(to, Files.getLastModifiedTime(file));
        Files.delete(file);
    }

    /** A numbered line, longer than a head needs when there are some of them. */
    public static String line(int n) {
        return "line " + n + " of a log with some text in it\n";
    }

    public static String lines(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int n = from; n < to; n++) {
            text.append(line(n));
        }
        return text.toString();
    }
}
