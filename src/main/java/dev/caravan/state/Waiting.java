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
 * The parts of one source that are in the outbox, or about to be moved there, oldest first. A key does not tell whose object it
 * is: outputs have other names than sources. So the checkpoint names them until they have left the outbox. Thread safe.
 */
public final class Waiting {

    /** It bounds what each seal writes while S3 cannot be reached. Of older ones the key alone tells. */
    static final int MOST = 5000;

    private final Map<String, Checkpoint.Part> parts = new LinkedHashMap<>();

    /** Those that the checkpoint names and that are still there. */
    Waiting(Checkpoint checkpoint, Path open, Path outbox) {
        List<Checkpoint.Part> named = new ArrayList<>(checkpoint.waiting());
        named.addAll(checkpoint.sealed());
        for (Checkpoint.Part part : named) {
            if (Files.exists(outbox.resolve(part.key())) || Files.exists(open.resolve(part.file()))) {
                parts.put(part.key(), part);
            }
        }
    }

    /** The part with this key; null when it is not of this source, or was delivered. */
    public synchronized Checkpoint.@Nullable Part get(String key) {
        return parts.get(key);
    }

    /** How many they are. */
    public synchronized int size() {
        return parts.size();
    }

    /** When the oldest of them was opened, in milliseconds since 1970; 0 where nothing waits, or that is not known. */
    public synchronized long oldest() {
        return parts.isEmpty() ? 0 : parts.values().iterator().next().opened();
    }

    /** Keys of all, oldest first. */
    public synchronized List<String> keys() {
        return new ArrayList<>(parts.keySet());
    }

    /** All but these. */
    synchronized List<Checkpoint.Part> without(List<Checkpoint.Part> some) {
        List<Checkpoint.Part> all = new ArrayList<>(parts.values());
        all.removeAll(some);
        return all;
    }

    /** The part has left the outbox. The checkpoint tells with its next change. */
    public synchronized void left(String key) {
        parts.remove(key);
    }

    synchronized void come(List<Checkpoint.Part> sealed) {
        sealed.forEach(part -> parts.put(part.key(), part));
        for (Iterator<String> oldest = parts.keySet().iterator(); parts.size() > MOST; oldest.remove()) {
            oldest.next();
        }
    }

    /** The part is known under both keys from now on; false when it is not known. */
    synchronized boolean renames(String key, String fresh) {
        Checkpoint.Part part = parts.get(key);
        if (part != null) {
            come(List.of(new Checkpoint.Part(part.file(), fresh, part.destination())));
        }
        return part != null;
    }
}
