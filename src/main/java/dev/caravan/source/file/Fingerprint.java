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

/** Tells by content whether a file is the one that was read up to a position. */
final class Fingerprint {

    /** The head that is hashed, in bytes. */
    static final int HEAD = 1024;
    /** The bytes before the offset that are hashed. */
    static final int BEFORE = 256;

    /** Logs that begin alike go different ways before this. */
    private static final long MOST_ALIKE = 256 * 1024;
    /** Files are allocated beforehand by some megabytes. */
    private static final long MOST_NULS = 64 << 20;

    /** How a file relates to a position. */
    enum Match {
        /** It is the same up to the offset. */
        SAME,
        /** It begins as the file did, and ends before the offset. */
        SHORTER,
        /** It is another one. */
        DIFFERENT
    }

    /**
     * One for each thread: to look one up takes longer than to hash what is hashed here, and compiling how Java looks it up, with
     * all that it calls, takes 30 MB of memory.
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

    /** First 16 bytes of the SHA-256, in hex; null for no bytes. */
    static @Nullable String hash(byte[] bytes, int from, int length) {
        if (length == 0) {
            return null;
        }
        MessageDigest sha = SHA_256.get();
        sha.update(bytes, from, length);
        return HexFormat.of().formatHex(sha.digest(), 0, 16);
    }

    /**
     * So many of a file's first bytes as make a head: those behind the first NUL may be overwritten in a file that was allocated
     * beforehand, and the first bytes of a line may be those of many files.
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

    /** The end of what a file has, without NULs behind it; its size where there are very many of them. */
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

    /** Compares a file's content with a position. A position that has no head yet matches any file. */
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
            // Of a compressed file that was there before the source was followed only the head is known.
            return position.offset() > content.size() ? Match.SHORTER : Match.SAME;
        }
        if (position.offset() > content.size()
            || content.read(position.offset() - before, bytes, 0, before) < before) {
            return Match.SHORTER;
        }
        return before > 0 && !Objects.equals(position.beforeHash(), hash(bytes, 0, before)) ? Match.DIFFERENT : Match.SAME;
    }

    /** Whether a file is a copy of what another one has up to its size; by its head and its last bytes. */
    static boolean isCopy(Content file, long size, Content original) throws IOException {
        return size <= original.size() && equal(file, original, 0, (int) Math.min(HEAD, size))
            && equal(file, original, Math.max(0, size - BEFORE), (int) Math.min(BEFORE, size));
    }

    /** Whether two files go different ways, in what both have, and not only where one still has NULs. */
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

    /** The position at the end of a file, as if all of it had been read. */
    static FileCheckpoint atEnd(FileCheckpoint start, Content content, long size) throws IOException {
        byte[] bytes = new byte[HEAD];
        int read = content.read(0, bytes, 0, HEAD);
        int n = lasting(bytes, read);
        FileCheckpoint position = start.withHead(n, hash(bytes, 0, n));
        if (content.isFinal()) {
            // Its size would have to be found out by unpacking all of it.
            return position.at(Long.MAX_VALUE / 2, 0, null, false);
        }
        long end = dataEnd(content, size);
        int before = (int) Math.min(BEFORE, end);
        before = content.read(end - before, bytes, 0, before);
        return position.at(end, before, hash(bytes, 0, before), false);
    }

    /** Takes the hash of a file's head, of whole lines where they are less than {@link #HEAD}. Not of what is compressed. */
    static void learnHead(Ledger ledger, FileCheckpoint position, Content content) throws IOException {
        if (content.isFinal()) {
            return;
        }
        byte[] head = new byte[HEAD];
        int n = lasting(head, content.read(0, head, 0, head.length));
        while (n > 0 && n < head.length && head[n - 1] != '\n') {
            // The first bytes of a line may be those of many files.
            n--;
        }
        if (n > 0) {
            ledger.moved(position.withHead(n, hash(head, 0, n)));
        }
    }
}
