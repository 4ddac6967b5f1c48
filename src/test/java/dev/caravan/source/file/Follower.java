package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.state.Ledger;
import dev.caravan.state.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.util.AntPathMatcher;

/** A source that follows the logs of a directory of its own. A kill leaves what a crash leaves: the checkpoint, and what was sealed. */
public final class Follower implements AutoCloseable {

    private static final Path MEMORY = Path.of("/dev/shm");

    public final ManualTime time = new ManualTime();
    public final Path root;
    public final Path logs;
    public String pattern = "access.log";
    public Path archive;
    public boolean startAtEnd;
    public int maxLineBytes = 1024 * 1024;
    public int blockBytes = 64 * 1024;
    public long maxUnpackedBytes = 1 << 30;
    public int maxOpenFiles = 256;
    public Pattern recordStart;
    /** The records of one event of auditd stay together. */
    public boolean auditEvents;
    public boolean followLinks;
    public SourceStats stats;

    /** Blocks of which the append fails from now on. */
    public int failures;
    public long namesAsked;
    /** Is shown each block before it is stored. */
    public Consumer<Block> watch = block -> {};

    private final StateDirectory state;
    private final MemoryBatches batches = new MemoryBatches();
    private boolean sealing;
    private int versions;
    private Ledger ledger;
    private SourceTailer tailer;

    public Follower() throws IOException {
        root = Files.isDirectory(MEMORY) ? Files.createTempDirectory(MEMORY, "follower")
            : Files.createTempDirectory("follower");
        logs = Files.createDirectory(root.resolve("log"));
        state = StateDirectory.open(root.resolve("state"));
    }

    /** Starts, or starts again after a kill. */
    public Follower start() throws IOException {
        ledger = new Ledger(state, "access");
        stats = new SourceStats("access");
        return reload();
    }

    /** The route is made anew, in the same process. */
    public Follower reload() {
        if (tailer != null) {
            tailer.close();
        }
        AntPathMatcher matcher = new AntPathMatcher();
        tailer = new SourceTailer(new TailOptions("access", "host", logs,
            path -> ++namesAsked > 0 && isFollowed(matcher, path), archive, startAtEnd, maxLineBytes,
            Math.min(blockBytes, maxLineBytes), maxUnpackedBytes, Duration.ofSeconds(5), maxOpenFiles,
            auditEvents ? new AuditEventBounds() : recordStart == null ? null : new MultilineMatcher(recordStart),
            Duration.ofSeconds(2), time), ledger, stats, new FileOpener("access", stats, followLinks, this::root));
        return this;
    }

    private HeldDirectory root() throws IOException {
        time.step();
        return HeldDirectory.atRoot();
    }

    private boolean isFollowed(AntPathMatcher matcher, Path path) {
        time.asked();
        return matcher.match(pattern, logs.relativize(path).toString());
    }

    /** The directory of the logs is a link from now on, and leads to another directory each time. */
    public void flip() throws IOException {
        Path version = Files.createDirectory(root.resolve("v" + ++versions));
        if (!Files.isSymbolicLink(logs)) {
            Files.delete(logs);
        }
        Files.deleteIfExists(logs);
        Files.createSymbolicLink(logs, version);
    }

    /** The process dies: what was not sealed is gone. */
    public void kill() {
        batches.discardUnsealed();
        sealing = false;
        tailer.close();
        tailer = null;
    }

    /** The process ends, and starts again. */
    public void restart() throws IOException {
        seal();
        kill();
        start();
    }

    /** Seals what was read. */
    public void seal() throws IOException {
        beginSeal();
        endSeal();
    }

    /** What was read is going to be sealed; what is read from now on belongs to the next batch. */
    public void beginSeal() throws IOException {
        endSeal();
        ledger.close();
        batches.close();
        sealing = true;
    }

    /** What {@link #beginSeal()} began, if anything, has succeeded. */
    public void endSeal() throws IOException {
        if (sealing) {
            ledger.commit(ledger.sequence() + 1, List.of());
            batches.commit();
            sealing = false;
        }
    }

    /** What {@link #beginSeal()} began, if anything, has failed: both batches are thrown away. */
    public void failSeal() {
        if (sealing) {
            batches.discardUnsealed();
            sealing = false;
            ledger.reopen();
            ledger.rollback();
        }
    }

    /**
     * One look at the directory, as the file endpoint does it.
     *
     * @return number of files with something new
     */
    public int pollOnce() {
        if (tailer.shouldSkipPoll()) {
            return 0;
        }
        List<Path> accepted = new ArrayList<>();
        for (Path file : list()) {
            if (tailer.offer(file)) {
                accepted.add(file);
            }
        }
        if (accepted.isEmpty()) {
            exchange(null);
        }
        accepted.forEach(this::exchange);
        return accepted.size();
    }

    /** A poll, repeated as long as there is something, and then some time. */
    public Follower poll() {
        for (int polls = 0; pollOnce() > 0; polls++) {
            if (polls > 2000) {
                throw new AssertionError("polls without end: something has work and gets nowhere");
            }
        }
        time.passes(100);
        return this;
    }

    /**
     * Polls until all that stands there must have been read: for some time, and again when what a lull overlooks is found.
     * This clock runs ahead of the one that dates the directories, so that here a lull may begin right after a rotation.
     */
    public Follower drain() throws IOException {
        for (int i = 0; i < 24; i++) {
            poll();
            time.passes(i == 12 ? IdleGate.LONGEST_MILLIS : 1500);
        }
        seal();
        return this;
    }

    /** The directory of the logs has just changed, by this clock too, which runs ahead of the one that dates directories. */
    public void changed() throws IOException {
        Files.setLastModifiedTime(logs, FileTime.fromMillis(time.millis()));
    }

    private List<Path> list() {
        try (Stream<Path> files = Files.walk(logs, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(Files::isRegularFile)
                .filter(f -> new AntPathMatcher().match(pattern, logs.relativize(f).toString()))
                .sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** As the splitter does: whether there is a next block is asked before the one before is handed on. */
    private void exchange(Path path) {
        Iterator<Block> blocks = tailer.blocks(path);
        boolean more = blocks.hasNext();
        while (more) {
            Block block;
            try {
                block = blocks.next();
            } catch (IllegalStateException e) {
                return;
            }
            if (block == null) {
                return;
            }
            more = blocks.hasNext();
            if (!append(block)) {
                return;
            }
        }
    }

    private boolean append(Block block) {
        watch.accept(block);
        time.step();
        if (!block.acknowledger().isNext()) {
            return false;
        }
        if (failures > 0) {
            failures--;
            batches.discardOpen();
            ledger.rollback();
            return false;
        }
        batches.add(block);
        block.acknowledger().stored();
        return true;
    }

    /** All bytes that were sealed. */
    public byte[] bytes() {
        return batches.sealed();
    }

    /** All lines that were sealed. */
    public List<String> lines() {
        return batches.text().lines().toList();
    }

    /** Exactly this was sealed. */
    public void expect(String text) {
        assertEquals(text, batches.text());
    }

    /** Exactly these lines were sealed, each once. */
    public void expectInAnyOrder(String text) {
        assertEquals(String.join("\n", text.lines().sorted().toList()), String.join("\n", lines().stream().sorted().toList()));
    }

    public Ledger ledger() {
        return ledger;
    }

    SourceTailer tailer() {
        return tailer;
    }

    public Path path(String name) {
        return logs.resolve(name);
    }

    @Override
    public void close() throws IOException {
        if (tailer != null) {
            tailer.close();
        }
        state.close();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
