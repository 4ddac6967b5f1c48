package dev.caravan.source.file;

import dev.caravan.state.Ledger;
import dev.caravan.state.FileCheckpoint;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Recognises by content the file that was read up to a position. */
final class Fingerprint {

    /** Length of the hashed head, in bytes. */
    static final int HEAD = 1024;
    /** Length of the hashed bytes before the offset. */
    static final int BEFORE = 256;

    /** Logs that begin alike differ before this offset. */
    private static final long MOST_ALIKE = 256 * 1024;
    /** Limit of the NULs of a file that was allocated beforehand. */
    private static final long MOST_NULS = 64 << 20;

    /** The relation of a file to a position. */
    enum Match {
        /** The file is the same up to the offset. */
        SAME,
        /** The file begins alike, and ends before the offset. */
        SHORTER,
        /** The file is another one. */
        DIFFERENT
    }

    /**
     * One digest per thread: looking one up takes longer than hashing these bytes, and compiling the look-up, with everything that it
     * calls, takes 30 MB of memory.
     */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Fingerprint::sha256);

    private Fingerprint() {
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the first 16 bytes of the SHA-256, in hex; null for no bytes. */
    static @Nullable String hash(byte[] bytes, int from, int length) {
        if (length == 0) {
            return null;
        }
        MessageDigest sha = SHA_256.get();
        sha.update(bytes, from, length);
        return HexFormat.of().formatHex(sha.digest(), 0, 16);
    }

    /**
     * Returns how many of a file's first bytes make a head. Bytes after the first NUL may be overwritten in a file that was allocated
     * beforehand, and many files may have the first bytes of a line in common.
     */
    static int lasting(byte[] head, int n) {
        int end = 0;
        while (end < n && head[end] != 0) {
            end++;
        }
        while (end < HEAD && end > 0 && head[end - 1] != '\n') {
            end--;
        }
        return end;
    }

    /** Returns the end of a file's data, without the NULs after it; the file's size if there are very many. */
    private static long dataEnd(Content content, long size) throws IOException {
        byte[] bytes = new byte[64 * 1024];
        for (long end = size; end > Math.max(0, size - MOST_NULS);) {
            int n = (int) Math.min(bytes.length, end);
            content.read(end - n, bytes, 0, n);
            for (int i = n; i > 0; i--) {
                if (bytes[i - 1] != 0) {
                    return end - n + i;
                }
            }
            end -= n;
        }
        return size;
    }

    /** Compares a file's content with a position. A position without a head matches any file. */
    static Match compare(FileCheckpoint position, Content content) throws IOException {
        byte[] bytes = new byte[HEAD];
        int head = position.headLength();
        int n = content.read(0, bytes, 0, head);
        if (n < head) {
            return Match.DIFFERENT;
        }
        if (head > 0 && !Objects.equals(position.headHash(), hash(bytes, 0, head))) {
            return Match.DIFFERENT;
        }
        int before = position.beforeLength();
        if (before == 0) {
            // Of a compressed file from before the source was followed, only the head is known.
            return position.offset() > content.size() ? Match.SHORTER : Match.SAME;
        }
        if (position.offset() > content.size()
            || content.read(position.offset() - before, bytes, 0, before) < before) {
            return Match.SHORTER;
        }
        return before > 0 && !Objects.equals(position.beforeHash(), hash(bytes, 0, before)) ? Match.DIFFERENT : Match.SAME;
    }

    /**
     * Reports whether a file that is not compressed still is what was read up to a position. Where no more than the head is known, another log may
     * begin alike; but no log shrinks.
     */
    static boolean isStill(FileCheckpoint position, Content content) throws IOException {
        boolean shrunk = position.offset() <= position.headLength() && content.size() < position.size();
        return !shrunk && compare(position, content) == Match.SAME;
    }

    /** Reports whether a file is a copy of the beginning of another one; compares its head and its last bytes. */
    static boolean isCopy(Content file, long size, Content original) throws IOException {
        return size <= original.size() && equal(file, original, 0, (int) Math.min(HEAD, size))
            && equal(file, original, Math.max(0, size - BEFORE), (int) Math.min(BEFORE, size));
    }

    /** Reports whether two files differ within their common length, other than by NULs that one still has. */
    static boolean differ(Content a, Content b) throws IOException {
        byte[] left = new byte[64 * 1024];
        byte[] right = new byte[64 * 1024];
        for (long offset = 0; offset < MOST_ALIKE; offset += left.length) {
            int n = Math.min(a.read(offset, left, 0, left.length), b.read(offset, right, 0, right.length));
            int same = Arrays.mismatch(left, 0, n, right, 0, n);
            if (same >= 0) {
                return left[same] != 0 && right[same] != 0;
            }
            if (n < left.length) {
                return false;
            }
        }
        return false;
    }

    private static boolean equal(Content a, Content b, long offset, int length) throws IOException {
        byte[] left = new byte[length];
        byte[] right = new byte[length];
        return a.read(offset, left, 0, length) == b.read(offset, right, 0, length) && Arrays.equals(left, right);
    }

    /** Returns the position at the end of a file, as if the whole file had been read. */
    static FileCheckpoint atEnd(FileCheckpoint start, Content content, long size) throws IOException {
        byte[] bytes = new byte[HEAD];
        long now = content.size();
        int read = content.read(0, bytes, 0, HEAD);
        int n = lasting(bytes, read);
        // As in learnHead: the file may have been truncated since its size was noted.
        FileCheckpoint position = start.withHead(n, hash(bytes, 0, n)).withSize(Math.min(now, start.size()));
        if (content.isFinal()) {
            // The size would be known only after unpacking all of it.
            return position.at(Long.MAX_VALUE / 2, 0, null, false);
        }
        long end = dataEnd(content, size);
        int before = (int) Math.min(BEFORE, end);
        before = content.read(end - before, bytes, 0, before);
        return position.at(end, before, hash(bytes, 0, before), false);
    }

    /** Stores the hash of a file's head, of whole lines if they are shorter than {@link #HEAD}. Does nothing for a compressed file. */
    static void learnHead(Ledger ledger, FileCheckpoint position, Content content) throws IOException {
        if (content.isFinal()) {
            return;
        }
        byte[] head = new byte[HEAD];
        long size = content.size();
        int n = lasting(head, content.read(0, head, 0, head.length));
        while (n > 0 && n < head.length && head[n - 1] != '\n') {
            // Many files may have the first bytes of a line in common.
            n--;
        }
        // If it shrank meanwhile, it was truncated, and the head may be that of the old content or of the new.
        if (n > 0 && size <= content.size()) {
            // The size that was noted is that of the old content if the file was truncated before.
            ledger.moved(position.withHead(n, hash(head, 0, n)).withSize(Math.min(size, position.size())));
        }
    }
}
