package dev.caravan.source.file;

import dev.caravan.pipeline.SourceStats;
import dev.caravan.state.Ledger;
import dev.caravan.state.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What finds and compares files, without anything that reads them. Logs are those named {@code *.log}. */
final class Identified implements AutoCloseable {

    final Path logs;
    final ManualTime time = new ManualTime();
    final TrackedFiles followed;
    final RotatedFileFinder finder;
    final FileIdentifier identifier;
    final Ledger ledger;
    final TailOptions options;
    private final StateDirectory state;

    Identified(Path directory, @Nullable Path archive) throws IOException {
        logs = Files.createDirectories(directory.resolve("log")).toRealPath();
        state = StateDirectory.open(directory.resolve("state"));
        ledger = new Ledger(state, "access");
        options = new TailOptions("access", "host", logs, path -> path.toString().endsWith(".log"), archive, false, 1 << 20,
            1 << 16, 1 << 30, Duration.ofSeconds(5), 16, null, Duration.ofSeconds(2), time);
        followed = new TrackedFiles(ledger, time, new FileOpener("access", new SourceStats("access"), false));
        finder = new RotatedFileFinder(options, ledger, followed);
        identifier = new FileIdentifier(followed, finder);
    }

    Path write(String name, String text) throws IOException {
        Path file = logs.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    FileStat stat(String name) {
        FileStat stat = FileStat.of(logs.resolve(name));
        if (stat == null) {
            throw new IllegalStateException(name + " does not exist");
        }
        return stat;
    }

    /** Follows a file as if so many bytes of it had been read. */
    TrackedFile read(String name, long bytes) throws IOException {
        return followed.follow(stat(name), bytes);
    }

    Content open(String name) throws IOException {
        return followed.open(logs.resolve(name));
    }

    @Override
    public void close() {
        followed.all().forEach(TrackedFile::close);
        try {
            state.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
