package dev.caravan.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Caravan in a process of its own, started from the jar as users do, with settings as system properties. */
public final class CaravanProcess implements AutoCloseable {

    /** What a service manager says to its services, and to the tests if they run in one. */
    private static final List<String> OF_SERVICE = List.of("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "JOURNAL_STREAM", "STATE_DIRECTORY",
        "CACHE_DIRECTORY", "CREDENTIALS_DIRECTORY", "INVOCATION_ID");

    private final Process process;
    private final Path log;

    private CaravanProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it.
     *
     * @param directory working directory; it has no routes and no application.properties, unless the test puts them there
     */
    public static CaravanProcess start(Path directory, Map<String, String> settings) throws IOException {
        return start(directory, settings, jar(), List.of(), List.of("-Xmx160m"));
    }

    /** The jar that is tested. */
    public static Path jar() {
        return Path.of(System.getProperty("caravan.test.jar", "target/caravan.jar")).toAbsolutePath();
    }

    /**
     * Starts it.
     *
     * @param prefix a program and its arguments that starts Java; may be empty
     * @param java   options of Java
     */
    public static CaravanProcess start(Path directory, Map<String, String> settings, Path jar, List<String> prefix,
        List<String> java) throws IOException {
        Path log = directory.resolve("caravan.log");
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(ClassArchive.options(jar));
        command.addAll(java);
        new TreeMap<>(settings).forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeAll(OF_SERVICE);
        return new CaravanProcess(builder.start(), log);
    }

    /** Settings that make it follow one raw log, and nothing else, and deliver to this endpoint. */
    public static Map<String, String> oneLog(Path logs, String endpoint) {
        Map<String, String> settings = new TreeMap<>(s3(endpoint));
        settings.put("caravan.source.nginx.directory", logs.toString());
        settings.put("caravan.source.nginx-error.enabled", "false");
        settings.put("caravan.source.auth.enabled", "false");
        settings.put("caravan.source.netstat.enabled", "false");
        settings.put("caravan.tail.poll-interval", "100ms");
        settings.put("caravan.tail.rotated-wait", "1s");
        settings.put("caravan.batch.interval", "300ms");
        // Tests count them.
        settings.put("caravan.log.deliveries", "each");
        return settings;
    }

    /** Settings of the S3 server. */
    public static Map<String, String> s3(String endpoint) {
        return Map.of("caravan.bucket", S3Server.BUCKET,
            "caravan.host", "testhost",
            "camel.component.aws2-s3.uri-endpoint-override", endpoint,
            "camel.component.aws2-s3.override-endpoint", "true",
            "camel.component.aws2-s3.force-path-style", "true",
            "camel.component.aws2-s3.region", "eu-central-1",
            "camel.component.aws2-s3.access-key", "testkey",
            "camel.component.aws2-s3.secret-key", "testsecret",
            "caravan.deliver.attempt-timeout", "2s");
    }

    /** What it has printed so far, in all its runs in this directory. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "";
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Waits for its end; returns the exit value (137 after SIGKILL), or -1 when it has not ended in time. */
    public int waitFor(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM, after which its socket is gone; returns how long it took to end, in milliseconds. */
    public long stop() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not end within 30 s:\n" + output());
        }
        if (Files.exists(log.resolveSibling("state").resolve("caravan.sock"))) {
            throw new AssertionError("it ended before all was closed, and looks as if it was killed:\n" + output());
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
