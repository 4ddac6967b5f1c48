package dev.caravan.source.file;

import dev.caravan.source.file.RotatedFileFinder.Sibling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds files beside a log that begin alike. Opens each file once, not once for each other one. Called only by the source's thread. */
final class FileHeads {

    /** Compared lengths: of a file that is shorter than one of these, as many bytes as the next smaller one. */
    private static final int[] LENGTHS = {Fingerprint.HEAD, 128, 16, 1};

    private final TrackedFiles followed;
    private List<Sibling> files = List.of();
    private final Map<Head, List<Sibling>> alike = new HashMap<>();
    private final Map<Sibling, IOException> unreadable = new HashMap<>();

    /** @param hash hash of the first bytes; equal ones say little, different ones decide */
    private record Head(Path log, int length, long hash) {
    }

    FileHeads(TrackedFiles followed) {
        this.followed = followed;
    }

    /**
     * Returns the files that are larger than one, belong to the same log, and may begin alike.
     *
     * @param all the files beside the logs; another list means another sweep
     * @throws IOException a larger file cannot be read now
     */
    List<Sibling> larger(Sibling file, Content content, List<Sibling> all) throws IOException {
        if (files != all) {
            read(all);
        }
        long size = file.stat().size();
        for (Map.Entry<Sibling, IOException> entry : unreadable.entrySet()) {
            if (isLarger(entry.getKey(), file)) {
                throw entry.getValue();
            }
        }
        byte[] head = new byte[Fingerprint.HEAD];
        int n = content.read(0, head, 0, (int) Math.min(head.length, size));
        for (int length : LENGTHS) {
            if (length <= n) {
                return alike.getOrDefault(new Head(file.log(), length, hash(head, length)), List.of()).stream()
                    .filter(other -> isLarger(other, file)).toList();
            }
        }
        return List.of();
    }

    private static boolean isLarger(Sibling other, Sibling file) {
        return other.stat().size() > file.stat().size() && other.log().equals(file.log());
    }

    private void read(List<Sibling> all) {
        files = all;
        alike.clear();
        unreadable.clear();
        for (Sibling sibling : all) {
            if (Content.isCompressed(sibling.stat().path()) || sibling.stat().size() == 0) {
                continue;
            }
            try (Content content = followed.open(sibling.stat().path())) {
                byte[] head = new byte[Fingerprint.HEAD];
                int n = content.read(0, head, 0, head.length);
                for (int length : LENGTHS) {
                    if (length <= n) {
                        alike.computeIfAbsent(new Head(sibling.log(), length, hash(head, length)), h -> new ArrayList<>(1)).add(sibling);
                    }
                }
            } catch (FileRefusedException e) {
                // Nothing is read of this file, so nothing is a copy of it.
            } catch (IOException e) {
                unreadable.put(sibling, e);
            }
        }
    }

    /** Returns the FNV-1a hash. */
    private static long hash(byte[] bytes, int length) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ bytes[i] & 0xFF) * 0x100000001B3L;
        }
        return hash;
    }
}
