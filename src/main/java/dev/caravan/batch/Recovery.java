package dev.caravan.batch;

import dev.caravan.state.Checkpoint;
import dev.caravan.state.Damaged;
import dev.caravan.state.Durable;
import dev.caravan.state.Ledger;
import dev.caravan.state.SecondKey;
import dev.caravan.state.Sources;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recovers the batches of a source at the start, wherever a crash has stopped their seals. */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private Recovery() {
    }

    /**
     * Moves the parts that the checkpoint names to the outbox, drops other parts, and moves unknown files aside.
     *
     * @return journals of commands that were not sealed, cut back to their last whole line
     */
    static List<Part> run(Ledger ledger, Sources sources) throws IOException {
        for (Checkpoint.Part part : ledger.sealedParts()) {
            if (move(ledger, sources, part)) {
                LOG.info("{}: finished an interrupted seal: {}", ledger.source(), part.key());
            }
        }
        List<Part> journals = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(ledger.open())) {
            all.forEach(files::add);
        }
        files.sort(null);
        for (Path file : files) {
            if (!Part.isPart(file)) {
                LOG.warn("{}: {} is no batch; it is kept as {}", ledger.source(), file,
                    Damaged.move(sources.directory().root(), file));
                continue;
            }
            Part journal = Part.recover(file);
            if (journal != null && journal.bytes() > 0
                && (journal.sequence() > ledger.sequence() || ledger.isAfterDamage())) {
                LOG.info("{}: continues an unsealed batch with {} bytes of commands' output", ledger.source(),
                    journal.bytes());
                journals.add(journal);
                continue;
            }
            if (journal == null && !files.contains(file.resolveSibling(file.getFileName().toString()
                .replaceFirst("part$", "journal")))) {
                LOG.info("{}: an unfinished batch is dropped; its lines are read again", ledger.source());
            }
            if (journal != null) {
                journal.close();
            }
            Files.delete(file);
        }
        return journals;
    }

    /**
     * Moves a sealed part to the outbox.
     *
     * @return false if it was moved before
     */
    static boolean move(Ledger ledger, Sources sources, Checkpoint.Part part) throws IOException {
        Path file = ledger.open().resolve(part.file());
        if (!Files.exists(file)) {
            if (!Files.isDirectory(ledger.open())) {
                // The state directory is missing (unmounted, moved), so nothing is known about the file.
                throw new NoSuchFileException(ledger.open().toString());
            }
            return false;
        }
        Path to = sources.directory().outbox().resolve(part.key());
        if (Files.exists(to)) {
            if (Files.isSameFile(file, to)) {
                // A power loss brought the old name back.
                Files.delete(file);
                return false;
            }
            to = secondKey(ledger, part, to);
        }
        long size = Files.size(file);
        // Counted before the move: the outbox is not polled while it counts no file, and may deliver a file at once.
        sources.outbox().added(size);
        try {
            Durable.move(file, to);
        } catch (IOException e) {
            if (!Files.exists(to)) {
                sources.outbox().removed(size);
            }
            throw e;
        }
        sources.outbox().arrival();
        return true;
    }

    /** Finds a key for a part whose key another object in the outbox has: after damage to its checkpoint, a source counts its batches anew. */
    private static Path secondKey(Ledger ledger, Checkpoint.Part part, Path taken) throws IOException {
        Path fresh = SecondKey.of(taken);
        String key = part.key().substring(0, part.key().lastIndexOf('/') + 1) + fresh.getFileName();
        ledger.renames(part.key(), key);
        LOG.warn("{}: another object that waits in the outbox has the key {}; this batch is delivered as {}", ledger.source(), part.key(), key);
        return fresh;
    }
}
