package dev.caravan.config;

import dev.caravan.batch.Compression;
import dev.caravan.state.StateDirectory;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

/** The settings that Java code needs, checked. Those that only routes use are checked too, and read by the routes. */
public final class Settings {

    private final Function<String, String> lookup;
    private final List<String> errors = new ArrayList<>();

    private final String bucket;
    private final String host;
    private final Path stateDirectory;
    private final String key;
    private final long batchBytes;
    private final Compression compression;
    private final String jsonExtension;
    private final long outboxBytes;
    private final ZoneId zone;
    private final long attemptTimeout;
    private final boolean expectContinue;
    private final String acl;
    private final int embeddedPort;
    private final Path embeddedDirectory;
    private final long embeddedBytes;
    private final String confirmedDestination;

    /**
     * Reads and checks the settings.
     *
     * @param lookup  value of a setting, or null
     * @param sources names of the sources whose settings are checked
     * @throws InvalidSettings some are wrong; all of them are named
     */
    public Settings(Function<String, String> lookup, List<String> sources) throws InvalidSettings {
        this.lookup = lookup;
        host = text("caravan.host", "").isEmpty() ? HostName.get() : text("caravan.host", "");
        stateDirectory = Path.of(text("caravan.state-dir", "./state"));
        key = text("caravan.key", "{source}/{yyyy}/{MM}/{dd}/{timestamp}_{host}_{seq}.{ext}");
        bucket = check(() -> BucketName.check(raw("caravan.bucket"), key), "");
        batchBytes = check(() -> positive("caravan.batch.max-bytes", bytes("caravan.batch.max-bytes", "32MiB")), 0L);
        compression = check(() -> Compression.of(text("caravan.batch.compression", "gzip"),
            text("caravan.batch.compression-level", "")), null);
        jsonExtension = check(() -> oneOf("caravan.batch.json-extension", "json", "json", "jsonl", "ndjson"), "json");
        outboxBytes = check(() -> positive("caravan.outbox.max-bytes", bytes("caravan.outbox.max-bytes", "2GiB")), 0L);
        zone = check(() -> zone(text("caravan.timezone", "")), null);
        attemptTimeout = check(() -> atLeast("caravan.deliver.attempt-timeout",
            millis("caravan.deliver.attempt-timeout", "60s"), 100), 0L);
        expectContinue = Boolean.parseBoolean(check(() -> oneOf("caravan.deliver.expect-continue", "true", "true", "false"),
            "true"));
        acl = check(() -> acl(text("caravan.deliver.acl", "")), "");
        embeddedPort = check(() -> port(text("caravan.embedded.port", "")), 0);
        embeddedDirectory = text("caravan.embedded.directory", "").isEmpty() ? stateDirectory.resolve(StateDirectory.EMBEDDED).resolve("s3")
            : Path.of(text("caravan.embedded.directory", ""));
        embeddedBytes = check(() -> positive("caravan.embedded.max-bytes", bytes("caravan.embedded.max-bytes", "1GiB")), 0L);
        confirmedDestination = text("caravan.destination.confirm", "");
        check(() -> atLeast("caravan.batch.interval", millis("caravan.batch.interval", "60s"), 100), 0L);
        check(() -> atLeast("caravan.tail.poll-interval", millis("caravan.tail.poll-interval", "1s"), 10), 0L);
        check(() -> millis("caravan.tail.rotated-wait", "5s"), 0L);
        check(() -> atLeast("caravan.tail.max-line-bytes", bytes("caravan.tail.max-line-bytes", "1MiB"), 1024), 0L);
        check(() -> positive("caravan.tail.max-unpacked-bytes", bytes("caravan.tail.max-unpacked-bytes", "1GiB")), 0L);
        check(() -> oneOf("caravan.tail.start", "beginning", "beginning", "end"), null);
        check(() -> oneOf("caravan.conditional-writes", "true", "true", "false"), null);
        check(() -> atLeast("caravan.netstat.interval", millis("caravan.netstat.interval", "60s"), 100), 0L);
        for (String source : sources) {
            checkSource("caravan.source." + source);
        }
        if (!errors.isEmpty()) {
            throw new InvalidSettings(errors);
        }
    }

    private void checkSource(String prefix) {
        check(() -> oneOf(prefix + ".enabled", "true", "true", "false"), null);
        check(() -> oneOf(prefix + ".follow-links", "false", "true", "false"), null);
        check(() -> prefix.endsWith(".auth") ? oneOf(prefix + ".format", "json", "raw", "json", "fluentd")
            : prefix.endsWith(".auditd") ? oneOf(prefix + ".format", "json", "raw", "json", "events")
            : oneOf(prefix + ".format", "json", "raw", "json"), null);
        check(() -> atLeast(prefix + ".interval", millis(prefix + ".interval", "60s"), 100), 0L);
    }

    private String raw(String name) {
        String value = lookup.apply(name);
        return value == null ? "" : value;
    }

    /** Routes read settings as they are written, so they must not differ from what is checked here by a space. */
    private String text(String name, String fallback) {
        String value = raw(name);
        if (!value.isBlank() && !value.equals(value.strip())) {
            String error = name + " is \"" + value + "\": it has a space at its begin or end; leave it out";
            if (!errors.contains(error)) {
                errors.add(error);
            }
        }
        return value.isBlank() ? fallback : value.strip();
    }

    private long bytes(String name, String fallback) {
        return Units.bytes(name, text(name, fallback));
    }

    private long millis(String name, String fallback) {
        return Units.millis(name, text(name, fallback));
    }

    private static long positive(String name, long value) {
        return atLeast(name, value, 1);
    }

    private static long atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ": it must be at least " + least);
        }
        return value;
    }

    private String oneOf(String name, String fallback, String... allowed) {
        String value = text(name, fallback);
        if (!List.of(allowed).contains(value)) {
            throw new IllegalArgumentException(name + " is \"" + value + "\": it must be " + String.join(" or ", allowed));
        }
        return value;
    }

    private static ZoneId zone(String value) {
        try {
            return value.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(value);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("caravan.timezone is \"" + value
                + "\": it must be a zone, like Europe/Berlin, UTC or +02:00", e);
        }
    }

    /** Camel wants the name of the SDK's constant. */
    private static String acl(String value) {
        if (!value.isEmpty() && ObjectCannedACL.fromValue(value) == ObjectCannedACL.UNKNOWN_TO_SDK_VERSION) {
            throw new IllegalArgumentException("caravan.deliver.acl is \"" + value + "\": it must be one of "
                + ObjectCannedACL.knownValues());
        }
        return value.isEmpty() ? "" : ObjectCannedACL.fromValue(value).name();
    }

    private static int port(String value) {
        if (value.isEmpty()) {
            return -1;
        }
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65535) {
            throw new IllegalArgumentException("caravan.embedded.port is \"" + value + "\": it must be a port, or 0");
        }
        return Integer.parseInt(value);
    }

    private <T> T check(Supplier<T> read, T otherwise) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            errors.add(e.getMessage());
            return otherwise;
        }
    }

    /** The bucket; empty when the embedded server is to be used. */
    public String bucket() {
        return bucket;
    }

    public String host() {
        return host;
    }

    public Path stateDirectory() {
        return stateDirectory;
    }

    /** Template of the keys, not yet checked: that needs the state directory. */
    public String key() {
        return key;
    }

    public long batchBytes() {
        return batchBytes;
    }

    public Compression compression() {
        return compression;
    }

    /** Extension of keys of newline-delimited JSON, without a dot. */
    public String jsonExtension() {
        return jsonExtension;
    }

    public long outboxBytes() {
        return outboxBytes;
    }

    public ZoneId zone() {
        return zone;
    }

    /** How long a request to S3 may go without a byte of progress, in milliseconds. */
    public long attemptTimeout() {
        return attemptTimeout;
    }

    /** Whether S3 is asked before content is sent. */
    public boolean expectContinue() {
        return expectContinue;
    }

    /** Canned ACL of the objects, as Camel names it; empty for the bucket's default. */
    public String acl() {
        return acl;
    }

    /** Port of the embedded server; 0 for any, -1 for the default or any. */
    public int embeddedPort() {
        return embeddedPort;
    }

    public Path embeddedDirectory() {
        return embeddedDirectory;
    }

    /** How many bytes of objects the embedded server keeps. */
    public long embeddedBytes() {
        return embeddedBytes;
    }

    /** The bucket that may get what was collected for another one; empty for none. */
    public String confirmedDestination() {
        return confirmedDestination;
    }
}
