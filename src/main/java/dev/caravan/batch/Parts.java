package dev.caravan.batch;

import dev.caravan.batch.compress.Compression;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of the open batch, one per output and format. Guarded by the source's lock. */
final class Parts {

    private final Path folder;
    private final Compression compression;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private Instant opened = Instant.EPOCH;
    private long bytes;

    /** @param folder the folder of the parts */
    Parts(Path folder, Compression compression) {
        this.folder = folder;
        this.compression = compression;
    }

    /**
     * Appends lines to their part, and opens it for the first ones.
     *
     * @param name     name of the output
     * @param journal  whether the lines cannot be read again
     * @param sequence number of the batch
     */
    void append(String name, String extension, byte[] lines, int length, boolean journal, long sequence) throws IOException {
        if (length == 0) {
            return;
        }
        if (parts.isEmpty()) {
            opened = Instant.now();
        }
        // As in the key: outputs whose names become the same folders must share a part.
        String output = KeyTemplate.folders(name);
        String id = id(output, extension);
        Part part = parts.get(id);
        if (part == null) {
            part = Part.open(folder, sequence, opened, extension, output, journal, compression);
            parts.put(id, part);
        }
        part.append(lines, length);
        bytes += length;
    }

    /** Reports whether there is a part for the same output and format. */
    boolean has(Part part) {
        return parts.containsKey(id(part.output(), part.extension()));
    }

    /** Continues a part. */
    void add(Part part) {
        parts.put(id(part.output(), part.extension()), part);
        opened = part.opened();
        bytes += part.bytes();
    }

    /** Returns the length of each part in bytes; for {@link #cutBack}. */
    Map<String, Long> lengths() {
        Map<String, Long> lengths = new LinkedHashMap<>();
        parts.forEach((id, part) -> lengths.put(id, part.bytes()));
        return lengths;
    }

    /** Cuts journals back to former lengths. */
    void cutBack(Map<String, Long> lengths) throws IOException {
        for (Map.Entry<String, Part> each : List.copyOf(parts.entrySet())) {
            String id = each.getKey();
            Part part = each.getValue();
            long length = lengths.getOrDefault(id, 0L);
            bytes -= part.bytes() - length;
            if (lengths.containsKey(id)) {
                part.cut(length);
            } else {
                // Sealed without lines, the part would become an empty object.
                parts.remove(id);
                part.discard();
            }
        }
    }

    /** Removes and returns all parts. */
    List<Part> close() {
        List<Part> all = List.copyOf(parts.values());
        parts.clear();
        bytes = 0;
        return all;
    }

    /** Returns the bytes in all parts, before compression. */
    long bytes() {
        return bytes;
    }

    private static String id(String output, String extension) {
        return output + "~" + extension;
    }
}
