package dev.caravan.source.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.state.Ledger;
import dev.caravan.state.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads a journal as a route does, and keeps what a crash leaves: lines of batches that were sealed. */
final class Collected implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    final List<String> sealed = new ArrayList<>();
    final List<String> open = new ArrayList<>();
    SourceStats stats;
    Ledger ledger;
    JournalReader reader;
    boolean fromEnd;
    List<String> matches = List.of();
    int maxLineBytes = 1024 * 1024;
    Set<String> fields = Set.of("MESSAGE");
    String machine = "";
    OwnRecords own = new OwnRecords(null, "ffffffffffffffffffffffffffffffff", "1");

    private final StateDirectory state;
    private final Path journal;

    Collected(Path state, Path journal) throws IOException {
        this.state = StateDirectory.open(state);
        this.journal = journal;
    }

    /** Starts, or starts again after a kill. */
    Collected start() throws IOException {
        if (reader != null) {
            reader.close();
        }
        open.clear();
        ledger = new Ledger(state, "auth");
        stats = new SourceStats("auth");
        reader = new JournalReader(new JournalOptions("auth", "web1", matches, fields, journal.toString(), machine, fromEnd, maxLineBytes),
            ledger, stats, own);
        return this;
    }

    /** Reads until there are so many lines, or for a second where there never are. */
    Collected read(int lines) throws IOException {
        return read(lines, TimeUnit.SECONDS.toNanos(20));
    }

    /** What comes within half a second; on a busy machine longer, until the end of the journal is reached. */
    Collected readMore() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        do {
            read(Integer.MAX_VALUE, TimeUnit.MILLISECONDS.toNanos(700));
        } while (!reader.isAtEnd() && System.nanoTime() < end);
        return this;
    }

    private Collected read(int lines, long nanos) throws IOException {
        long end = System.nanoTime() + nanos;
        while (open.size() + sealed.size() < lines && System.nanoTime() < end) {
            Block block = reader.next();
            if (block == null) {
                LockSupport.parkNanos(10_000_000);
                continue;
            }
            store(block);
        }
        return this;
    }

    void store(Block block) {
        if (!block.acknowledger().isNext()) {
            throw new AssertionError("a block out of order");
        }
        open.addAll(block.toString().lines().toList());
        block.acknowledger().stored();
    }

    Collected seal() throws IOException {
        ledger.close();
        ledger.commit(ledger.sequence() + 1, List.of());
        sealed.addAll(open);
        open.clear();
        return this;
    }

    /** The open batch is thrown away. */
    void rollback() {
        ledger.rollback();
        open.clear();
    }

    /** Messages of all that was stored. */
    List<String> messages() throws IOException {
        List<String> messages = new ArrayList<>();
        for (List<String> lines : List.of(sealed, open)) {
            for (String line : lines) {
                JsonNode record = JSON.readTree(line.getBytes(StandardCharsets.UTF_8));
                messages.add(record.path("MESSAGE").asText());
            }
        }
        return messages;
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
        state.close();
    }
}
