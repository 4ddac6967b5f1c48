package dev.caravan.batch;

import dev.caravan.batch.compress.Compression;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SideOutput;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.pipeline.TestBlock;
import dev.caravan.state.FileCheckpoint;
import dev.caravan.state.Ledger;
import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Sources;
import dev.caravan.state.StateDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A state directory with the open batches of its sources, of which one, {@code test}, follows a file. Batches are not compressed. */
final class OpenBatches implements AutoCloseable {

    static final String KEY = "{source}/{host}_{seq}.{ext}";
    /** Pause before a failed seal is tried again. */
    static final Duration PAUSE = Duration.ofMillis(20);

    private final Path root;
    private final String key;
    private StateDirectory state;
    private OutboxSpace space;
    private Sources sources;
    private Batches batches;

    /** @param directory directory of the state directory */
    OpenBatches(Path directory) throws IOException {
        this(directory, KEY);
    }

    /** @param key template of the keys */
    OpenBatches(Path directory, String key) throws IOException {
        this.root = directory.resolve("state");
        this.key = key;
        open();
    }

    private void open() throws IOException {
        state = StateDirectory.open(root);
        space = new OutboxSpace(state.outbox(), 1 << 20);
        sources = new Sources(state, space, "web1");
        batches = new Batches(sources, new BatchOptions(new KeyTemplate(key, "web1", "i"), 100, Compression.of("none", null), "json"), PAUSE);
    }

    /** Lets the process die and another one start; what is open is recovered when {@link #batch()} or another asks for it. */
    void restart() throws IOException {
        state.close();
        open();
    }

    /** Follows the file of the source {@code test}. */
    OpenBatches follow() {
        ledger().follow(FileCheckpoint.start(ledger().newId(), "/var/log/test.log", 1, 1));
        return this;
    }

    /** A block of the file: lines of which the last is the one with this number. */
    Block block(int last, String text) {
        return TestBlock.of(text, new LedgerAcknowledger(ledger(), last - text.lines().count(), last, false));
    }

    /** Appends lines of the file, of which the last is the one with this number. */
    void append(int last, String text) throws IOException {
        batch().append(block(last, text), "test", false);
    }

    /** Appends the output of a command. */
    void appendRun(String text) throws IOException {
        batch().append(TestBlock.of(text), "test", true);
    }

    static SideOutput section(String output, String extension, String lines) {
        return new SideOutput(output, extension, lines.getBytes(StandardCharsets.UTF_8), (int) lines.lines().count());
    }

    /** The objects in the outbox, by key. */
    Map<String, String> outbox() throws IOException {
        return files(state.outbox());
    }

    /** The files of the open batches of {@code test}, by name. */
    Map<String, String> openFiles() throws IOException {
        return files(ledger().open());
    }

    /** All files below a folder. */
    static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (var files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                all.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return all;
    }

    Batch batch() {
        return batches.batch("test");
    }

    Batches batches() {
        return batches;
    }

    Sources sources() {
        return sources;
    }

    Ledger ledger() {
        return sources.get("test").ledger();
    }

    SourceStats stats() {
        return sources.get("test").stats();
    }

    OutboxSpace space() {
        return space;
    }

    StateDirectory state() {
        return state;
    }

    /** Seals all, and closes the state directory. */
    @Override
    public void close() throws IOException {
        batches.sealAll();
        state.close();
    }
}
