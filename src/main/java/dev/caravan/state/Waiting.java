package dev.caravan.state;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one source that are in the outbox, or about to be moved there, oldest first. A key does not say which source its object
 * belongs to, because outputs have other names than sources. So the checkpoint names the parts until they have left the outbox.
 * Thread-safe.
 */
public final class Waiting {

    /** Limits what each seal writes while S3 cannot be reached. For older parts the source is guessed from the key. */
    static final int MOST = 5000;

    private final Map<String, Checkpoint.Part> parts = new LinkedHashMap<>();

    /** Takes the parts that the checkpoint names and that still exist. */
    Waiting(Checkpoint checkpoint, Path open, Path outbox) {
        List<Checkpoint.Part> named = new ArrayList<>(checkpoint.waiting());
        named.addAll(checkpoint.sealed());
        for (Checkpoint.Part part : named) {
            if (Files.exists(outbox.resolve(part.key())) || Files.exists(open.resolve(part.file()))) {
                parts.put(part.key(), part);
            }
        }
    }

    /** Returns the part with this key; null if it is another source's, or was delivered. */
    public synchronized Checkpoint.@Nullable Part get(String key) {
        return parts.get(key);
    }

    /** Returns the number of parts. */
    public synchronized int size() {
        return parts.size();
    }

    /** Returns when the oldest part was opened, in milliseconds since 1970; 0 if nothing waits, or if that is not known. */
    public synchronized long oldest() {
        return parts.isEmpty() ? 0 : parts.values().iterator().next().opened();
    }

    /** Returns the keys of all parts, oldest first. */
    public synchronized List<String> keys() {
        return new ArrayList<>(parts.keySet());
    }

    /** Returns all parts but some. */
    synchronized List<Checkpoint.Part> without(List<Checkpoint.Part> some) {
        List<Checkpoint.Part> all = new ArrayList<>(parts.values());
        all.removeAll(some);
        return all;
    }

    /** Notes that the part has left the outbox. The next write of the checkpoint says so. */
    public synchronized void left(String key) {
        parts.remove(key);
    }

    synchronized void come(List<Checkpoint.Part> sealed) {
        sealed.forEach(part -> parts.put(part.key(), part));
        for (Iterator<String> oldest = parts.keySet().iterator(); parts.size() > MOST; oldest.remove()) {
            oldest.next();
        }
    }

    /** Makes the part known under a second key; returns false if it is not known under the first. */
    synchronized boolean renames(String key, String fresh) {
        Checkpoint.Part part = parts.get(key);
        if (part != null) {
            come(List.of(new Checkpoint.Part(part.file(), fresh, part.destination())));
        }
        return part != null;
    }
}
