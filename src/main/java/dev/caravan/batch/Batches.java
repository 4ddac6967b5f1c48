package dev.caravan.batch;

import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import dev.caravan.state.UnwritableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open batches of all sources; the bean {@code batches}. Thread-safe. */
public final class Batches {

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Batches.class);

    private final Sources sources;
    private final BatchOptions options;
    private final Duration pause;
    private final Map<String, Batch> batches = new TreeMap<>();
    private volatile boolean stopped;

    /** @param options settings of every batch */
    public Batches(Sources sources, BatchOptions options) {
        this(sources, options, PAUSE);
    }

    /** @param pause time between a seal that failed and the next try */
    Batches(Sources sources, BatchOptions options, Duration pause) {
        this.sources = sources;
        this.options = options;
        this.pause = pause;
    }

    /**
     * Finishes what a crash left, for every source that has a folder, even if its route is gone.
     *
     * @throws IOException the state of a source cannot be read; the message says which
     */
    public void recover() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(sources.directory().root(),
            // A folder that cannot be read must not be taken for a source that was never followed.
            folder -> !Sources.TAKEN.contains(folder.getFileName().toString()) && (Files.isDirectory(folder.resolve("open"))
                || Files.isDirectory(folder) && !Files.isExecutable(folder)))) {
            folders.forEach(folder -> names.add(folder.getFileName().toString()));
        }
        for (String name : names) {
            batch(name).seal(Event.SEALED_BY_STOP);
        }
    }

    /** Returns the batch of a source. */
    synchronized Batch batch(String name) {
        return batches.computeIfAbsent(name, n -> {
            Source source = sources.get(n);
            Batch batch = new Batch(source, sources, options);
            try {
                for (Part journal : Recovery.run(source.ledger(), sources)) {
                    batch.adopt(journal);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the open batches of " + n + " cannot be recovered: "
                    + UnwritableException.words(e), e);
            }
            return batch;
        });
    }

    /**
     * Seals the batch of a source in another thread. If the seal fails (the batch has logged that), tries again after some seconds:
     * otherwise the batch of a quiet source would wait for its next line.
     */
    void seal(String name, Event why) {
        if (stopped) {
            return;
        }
        try {
            batch(name).sealBehind(why, () -> sealLater(name, why));
        } catch (UnwritableException e) {
            sealLater(name, why);
        }
    }

    private void sealLater(String name, Event why) {
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS).execute(() -> seal(name, why));
    }

    /** Seals the open batch of a source now: on request, or because its route is replaced or removed and nothing else would seal it. */
    public void sealNow(String name) {
        try {
            batch(name).seal(Event.SEALED_BY_STOP);
        } catch (UnwritableException e) {
            sealLater(name, Event.SEALED_BY_STOP);
        }
    }

    /** Seals every open batch, for the last time. Lines that cannot be sealed are read again or recovered at the next start. */
    public void sealAll() {
        List<Batch> all;
        synchronized (this) {
            all = new ArrayList<>(batches.values());
        }
        for (Batch batch : all) {
            try {
                batch.seal(Event.SEALED_BY_STOP);
            } catch (UnwritableException e) {
                LOG.error("at the stop: {}", e.getMessage());
            }
        }
        stopped = true;
    }

    BatchOptions options() {
        return options;
    }
}
