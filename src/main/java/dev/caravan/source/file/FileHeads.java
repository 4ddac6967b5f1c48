package dev.caravan.source.file;

import dev.caravan.source.file.RotatedFileFinder.Sibling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which files beside a log begin alike: each is opened once, and not once for each other one. Used by the thread of its source.
 */
final class FileHeads {

    /** Of a shorter file so many bytes are compared as the next smaller of these. */
    private static final int[] LENGTHS = {Fingerprint.HEAD, 128, 16, 1};

    private final TrackedFiles followed;
    private List<Sibling> files = List.of();
    private final Map<Head, List<Sibling>> alike = new HashMap<>();
    private final Map<Sibling, IOException> unreadable = new HashMap<>();

    /** @param hash of so many bytes; that it is the same says little, that it is another one says all */
    private record Head(Path log, int length, long hash) {
    }

    FileHeads(TrackedFiles followed) {
        this.followed = followed;
    }

    /**
     * The files that are larger than one, belong to the same log, and may begin as it does.
     *
     * @param all what lies beside the logs; another list means another look
     * @throws IOException one that is larger cannot be read now
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
                // Nothing is read of it, so nothing is a copy of it.
            } catch (IOException e) {
                unreadable.put(sibling, e);
            }
        }
    }

    /** FNV-1a. */
    private static long hash(byte[] bytes, int length) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ bytes[i] & 0xFF) * 0x100000001B3L;
        }
        return hash;
    }
}
