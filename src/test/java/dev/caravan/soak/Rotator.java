package dev.caravan.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPOutputStream;

/**
 * Rotates three logs in three ways: compressed at once, compressed at the next rotation, and by copytruncate. Runs the
 * machine's logrotate; where there is none, does the same itself.
 */
final class Rotator {

    /** Ten minutes of rotations: nothing is deleted that has not been read long before. */
    private static final int KEEP = 60;

    private final Path directory;
    private final boolean real;
    private int rotations;

    /** @param directory of the logs w0.log, w1.log and w2.log */
    Rotator(Path directory) throws IOException {
        this.directory = directory;
        this.real = List.of("/usr/sbin/logrotate", "/usr/bin/logrotate").stream().map(Path::of).anyMatch(Files::isExecutable);
        String reopen = """
                sharedscripts
                postrotate
                    touch %1$s.reopen
                    for i in $(seq 200); do test -e %1$s.reopen || break; sleep 0.05; done
                endscript
            """;
        String entry = "%s {\n    rotate " + KEEP + "\n    missingok\n    notifempty\n%s}\n";
        Files.writeString(conf(false), entry.formatted(log(0), "    create\n    compress\n" + reopen.formatted(log(0)))
            + entry.formatted(log(1), "    create\n    compress\n    delaycompress\n" + reopen.formatted(log(1))));
        Files.writeString(conf(true), entry.formatted(log(2), "    copytruncate\n    compress\n"));
        for (boolean copy : new boolean[] {false, true}) {
            // logrotate refuses a file that others may write.
            conf(copy).toFile().setWritable(false, false);
            conf(copy).toFile().setWritable(true, true);
        }
    }

    /** Whether it is logrotate that rotates. */
    boolean isReal() {
        return real;
    }

    int rotations() {
        return rotations;
    }

    private Path log(int i) {
        return directory.resolve("w" + i + ".log");
    }

    private Path conf(boolean copy) {
        return directory.resolveSibling(copy ? "copytruncate.conf" : "logrotate.conf");
    }

    /** Rotates all. The third writer waits meanwhile: what is written between copy and truncate is lost, whoever ships it. */
    void rotate(Writer third) {
        run(false);
        third.whilePaused(() -> run(true));
        rotations++;
    }

    private void run(boolean copy) {
        try {
            if (real) {
                Process process = new ProcessBuilder("logrotate", "-f", "-s", directory.resolveSibling("status").toString(),
                    conf(copy).toString()).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolveSibling("logrotate.out").toFile()))
                    .start();
                if (!process.waitFor(60, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("logrotate hangs");
                }
                if (process.exitValue() != 0) {
                    throw new IllegalStateException("logrotate failed: " + Files.readString(directory.resolveSibling("logrotate.out")));
                }
            } else if (copy) {
                own(log(2), true);
            } else {
                own(log(0), false);
                own(log(1), false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void own(Path log, boolean copy) throws IOException {
        if (!Files.exists(log) || Files.size(log) == 0) {
            return;
        }
        Path first = log.resolveSibling(log.getFileName() + ".1");
        for (int i = KEEP; i > 0; i--) {
            Path from = log.resolveSibling(log.getFileName() + "." + i + ".gz");
            if (Files.exists(from)) {
                Files.move(from, log.resolveSibling(log.getFileName() + "." + (i + 1) + ".gz"), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        if (copy) {
            Files.copy(log, first);
            try (var channel = java.nio.channels.FileChannel.open(log, java.nio.file.StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
        } else {
            Files.move(log, first, StandardCopyOption.ATOMIC_MOVE);
            Path reopen = Files.createFile(log.resolveSibling(log.getFileName() + ".reopen"));
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (Files.exists(reopen) && System.nanoTime() < end) {
                LockSupport.parkNanos(20_000_000);
            }
        }
        Path packed = log.resolveSibling(log.getFileName() + ".1.gz");
        try (InputStream in = Files.newInputStream(first); OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            in.transferTo(out);
        }
        Files.delete(first);
    }
}
