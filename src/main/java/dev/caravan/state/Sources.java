package dev.caravan.state;

import dev.caravan.pipeline.SourceStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All sources of this process, by name; the bean {@code sources}. Thread-safe. */
public final class Sources {

    /** Names that no source may have: entries of the state directory, and the folder in the bucket for lines that no parser understands. */
    public static final SortedSet<String> TAKEN = Collections.unmodifiableSortedSet(new TreeSet<>(List.of("aws-config",
        "caravan.sock", "caravan.sock.missing",
        Damaged.FOLDER, "destination", StateDirectory.EMBEDDED, "instance", "lock", "machine", "native", "outbox", "s3", "unparsed")));

    private final StateDirectory directory;
    private final OutboxSpace outbox;
    private final String host;
    private final Map<String, Source> sources = new TreeMap<>();
    private final List<Consumer<Source>> listeners = new ArrayList<>();

    /** @param host the setting {@code caravan.host} */
    public Sources(StateDirectory directory, OutboxSpace outbox, String host) {
        this.directory = directory;
        this.outbox = outbox;
        this.host = host;
    }

    /** Calls the listener for each source, present and future. */
    public synchronized void onNew(Consumer<Source> listener) {
        listeners.add(listener);
        sources.values().forEach(listener);
    }

    /**
     * Checks the name of a source.
     *
     * @throws IllegalArgumentException the name cannot be a folder and a part of keys
     */
    public static void mustBeName(@Nullable String name) {
        if (name == null || !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}") || name.contains("..") || TAKEN.contains(name)) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be the name of a source: use letters, digits,"
                + " - and _ (" + String.join(", ", TAKEN) + " are reserved)");
        }
    }

    /**
     * Returns the source of this name; creates it if it is new.
     *
     * @throws IllegalArgumentException the name cannot be a folder and a part of keys
     */
    public synchronized Source get(String name) {
        mustBeName(name);
        Source source = sources.get(name);
        if (source == null) {
            try {
                source = new Source(directory.root(), new Ledger(directory, name), new SourceStats(name), outbox, host);
            } catch (IOException e) {
                throw new UncheckedIOException("the state of source " + name + " cannot be used: " + UnwritableException.words(e), e);
            }
            sources.put(name, source);
            for (Consumer<Source> listener : listeners) {
                listener.accept(source);
            }
        }
        return source;
    }

    /**
     * Returns the source of this name, for the one route that collects for it.
     *
     * @throws IllegalArgumentException another route collects for it
     */
    public Source attach(String name, Object owner) {
        Source source = get(name);
        source.attach(owner);
        return source;
    }

    /** Returns all sources, in the order of their names. */
    public synchronized List<Source> all() {
        return new ArrayList<>(sources.values());
    }

    /**
     * Returns the source to which a file in the outbox belongs: the one whose checkpoint names its key. If none does, an older program
     * sealed the file, or somebody put it there; the source is then guessed from the key. Returns null if the key gives no hint.
     */
    public synchronized @Nullable Source ofKey(String key) {
        for (Source source : sources.values()) {
            if (source.ledger().waiting().get(key) != null) {
                return source;
            }
        }
        Source best = null;
        for (Source source : sources.values()) {
            String padded = "/" + key;
            if (padded.contains("/" + source.name() + "/") || padded.contains("-" + source.name() + "-")) {
                best = best == null || best.name().length() < source.name().length() ? source : best;
            }
        }
        return best;
    }

    /** Notes that a file has left the outbox: it was delivered, renamed, or unfit for delivery. */
    public synchronized void left(String key) {
        sources.values().forEach(source -> source.ledger().waiting().left(key));
    }

    /** Returns the size of the outbox. */
    public OutboxSpace outbox() {
        return outbox;
    }

    /** Returns the state directory. */
    public StateDirectory directory() {
        return directory;
    }
}
