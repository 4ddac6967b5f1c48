package dev.caravan.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The program logrotate with what Debian installs for it ({@code src/test/resources/logrotate}), and the server whose
 * logs it rotates: when logrotate's last step tells it to, the server opens its logs again.
 */
public final class Logrotate implements AutoCloseable {

    private final Path directory;
    private final Path program;
    private final Path flag;
    private final List<NumberedWriter> writers;
    private final boolean copiesAndTruncates;
    private final boolean dated;
    private final Thread server;
    private long ranAt;
    private volatile boolean closed;

    /**
     * Skips the test where logrotate is not installed.
     *
     * @param directory for its configuration and state
     * @param logs      takes the place of /var/log
     * @param service   nginx or rsyslog
     * @param change    what is changed in the service's configuration
     */
    public Logrotate(Path directory, Path logs, String service, UnaryOperator<String> change,
        List<NumberedWriter> writers) throws IOException {
        this.program = Stream.of("/usr/sbin/logrotate", "/usr/bin/logrotate", "/sbin/logrotate").map(Path::of)
            .filter(Files::isExecutable).findFirst().orElse(null);
        Assumptions.assumeTrue(program != null, "logrotate is not installed: apt-get install logrotate");
        this.directory = directory;
        this.flag = directory.resolve("reopen");
        this.writers = writers;
        Path services = Files.createDirectory(directory.resolve("logrotate.d"));
        String configuration = change.apply(resource(service).replace("/var/log/nginx", "/var/log")
            .replace("/var/log", logs.toString()).replace("create 0640 www-data adm", "create 0640"));
        this.copiesAndTruncates = configuration.contains("copytruncate");
        this.dated = configuration.contains("dateext");
        // Who truncates a log need not tell the server.
        String tell = copiesAndTruncates ? "true" : "touch " + flag + "; while [ -e " + flag + " ]; do sleep 0.01; done";
        Files.writeString(services.resolve(service), configuration
            .replace("invoke-rc.d nginx rotate >/dev/null 2>&1", tell).replace("/usr/lib/rsyslog/rsyslog-rotate", tell));
        Files.writeString(directory.resolve("logrotate.conf"), resource("logrotate.conf")
            .replace("/etc/logrotate.d", services.toString()));
        this.server = new Thread(this::serve, "server");
        server.start();
    }

    private static String resource(String name) throws IOException {
        try (var in = Logrotate.class.getResourceAsStream("/logrotate/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void serve() {
        try {
            while (!closed) {
                if (Files.exists(flag)) {
                    for (NumberedWriter writer : writers) {
                        writer.reopen();
                    }
                    Files.delete(flag);
                }
                LockSupport.parkNanos(2_000_000);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Whether logs are rotated by copytruncate; the writers must wait meanwhile. */
    public boolean copiesAndTruncates() {
        return copiesAndTruncates;
    }

    /** One forced rotation, in another second than the one before: a second may be all that two names differ in. */
    public void run() throws Exception {
        // The clock that time(2) reads is some milliseconds late.
        while (dated && (System.currentTimeMillis() - 20) / 1000 <= ranAt) {
            LockSupport.parkNanos(5_000_000);
        }
        Path output = directory.resolve("logrotate.out");
        Process process = new ProcessBuilder(program.toString(), "--force", "--state",
            directory.resolve("logrotate.state").toString(), directory.resolve("logrotate.conf").toString())
            .redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError("logrotate: " + (ended ? "exit " + process.exitValue() : "no end") + "\n"
                + Files.readString(output));
        }
        ranAt = System.currentTimeMillis() / 1000;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        server.join();
    }
}
