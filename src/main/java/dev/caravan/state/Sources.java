package dev.caravan.state;

import dev.caravan.flow.SourceStats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** All sources of this process, by name; the bean {@code sources}. Thread safe. */
public final class Sources {

    private final StateDirectory directory;
    private final OutboxSpace outbox;
    private final String host;
    private final Map<String, Source> sources = new TreeMap<>();
    private final List<Consumer<Source>> listeners = new ArrayList<>();
    private volatile Destination destination;

    /** @param host the setting {@code caravan.host} */
    public Sources(StateDirectory directory, OutboxSpace outbox, String host) {
        this.directory = directory;
        this.outbox = outbox;
        this.host = host;
    }

    /** Calls this for each source there is or will be. */
    public synchronized void onNew(Consumer<Source> listener) {
        listeners.add(listener);
        sources.values().forEach(listener);
    }

    /**
     * The source of this name, made where it is new.
     *
     * @throws IllegalArgumentException the name cannot be a folder and a part of keys
     */
    public synchronized Source get(String name) {
        if (name == null || !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}") || name.contains("..")
            || name.equals("outbox") || name.equals("unparsed") || name.equals("s3") || name.equals("lock")
            || name.equals("instance") || name.equals(Damaged.FOLDER)) {
            throw new IllegalArgumentException("\"" + name + "\" cannot be the name of a source: use letters, digits,"
                + " - and _ (outbox, unparsed, s3, lock, instance and damaged are taken)");
        }
        Source source = sources.get(name);
        if (source == null) {
            try {
                source = new Source(directory.root(), new Ledger(directory, name), new SourceStats(name), outbox, host);
            } catch (IOException e) {
                throw new UncheckedIOException("the state of source " + name + " cannot be used: " + Unwritable.words(e), e);
            }
            sources.put(name, source);
            for (Consumer<Source> listener : listeners) {
                listener.accept(source);
            }
        }
        return source;
    }

    /**
     * The source of this name, for the one route that collects for it.
     *
     * @throws IllegalArgumentException another route has it
     */
    public Source attach(String name, Object owner) {
        Source source = get(name);
        source.attach(owner);
        return source;
    }

    public synchronized List<Source> all() {
        return new ArrayList<>(sources.values());
    }

    /**
     * The source that a file in the outbox is of: the one whose checkpoint names its key. A key that none names is of an older
     * program, or someone put the file there: then as far as the key tells; null when it does not.
     */
    public synchronized Source ofKey(String key) {
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

    /** Where objects go from now on; batches that are sealed remember it. */
    public void destination(Destination destination) {
        this.destination = destination;
    }

    /** Where objects go; null where nothing is delivered. */
    public Destination destination() {
        return destination;
    }

    /** A file has left the outbox: delivered, renamed, or not fit to be. */
    public synchronized void left(String key) {
        sources.values().forEach(source -> source.ledger().waiting().left(key));
    }

    public OutboxSpace outbox() {
        return outbox;
    }

    public StateDirectory directory() {
        return directory;
    }
}
