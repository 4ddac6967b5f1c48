package dev.caravan.outbox;

import dev.caravan.state.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Checks the files of the outbox that this process has not sealed, each one once. Thread-safe. */
public final class WholeFiles {

    private final Sources sources;
    private final Set<String> looked = ConcurrentHashMap.newKeySet();
    private final long since = System.currentTimeMillis();

    /** @param sources count the files of the outbox, and know which keys wait */
    public WholeFiles(Sources sources) {
        this.sources = sources;
    }

    /** Repairs a file that an earlier process may have left incomplete. Returns false if nothing in it can be sent; it is then deleted. */
    public boolean repair(Path file, String key) throws IOException {
        if (Files.getLastModifiedTime(file).toMillis() >= since || !looked.add(key)) {
            return true;
        }
        long size = Files.size(file);
        boolean there;
        try {
            there = OutboxRepair.run(sources.directory().root(), file);
        } catch (IOException e) {
            looked.remove(key);
            throw e;
        }
        sources.outbox().removed(size);
        if (there) {
            sources.outbox().added(Files.size(file));
        } else {
            sources.left(key);
        }
        return there;
    }

    /** Notes that the file no longer has this key. */
    public void forget(String key) {
        looked.remove(key);
    }
}
