package dev.caravan.config;

import static dev.caravan.config.Setting.of;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every setting, declared once. {@code application.properties} and {@code docs/settings.md} are written from it (by
 * {@code SettingsDocumentTest}, which fails while they differ), in this order.
 */
public final class Catalog {

    private static final List<Section> ALL = new ArrayList<>();

    private static final Section WHERE_TO = section("Where to", "");
    /** The bucket; empty for the embedded server. */
    public static final Setting<String> BUCKET = WHERE_TO.add(of("caravan.bucket", Kind.NAME, "",
        "Bucket to deliver to: its name, or the alias of an access point (…-s3alias). A prefix belongs in caravan.key. Without it,"
            + " objects go to an S3 server within Caravan, on 127.0.0.1, into the bucket caravan.").example("my-security-logs"));
    /** The bucket that may get what was collected for another one. */
    public static final Setting<String> CONFIRMED_DESTINATION = WHERE_TO.add(of("caravan.destination.confirm", Kind.NAME, "",
        "Bucket that may have objects that were collected for another one. A state directory remembers its bucket from the first"
            + " object on: while objects wait in its outbox, another bucket is refused unless it is named here too.")
        .example("my-security-logs"));
    /** Template of the keys. */
    public static final Setting<String> KEY = WHERE_TO.add(of("caravan.key", Kind.NAME,
        "{source}/{yyyy}/{MM}/{dd}/{timestamp}_{host}_{seq}.{ext}",
        "Template of the objects' keys; a fixed prefix may stand before it. Known are {source} {yyyy} {MM} {dd} {HH} {mm} {timestamp}"
            + " {host} {seq} {uuid} {ext}."));
    /** Name of this machine. */
    public static final Setting<String> HOST = WHERE_TO.add(of("caravan.host", Kind.NAME, "",
        "Name of this machine, in keys and in the records of commands. By default it is the kernel's host name (uname -n).")
        .example("web1"));
    /** Whether the store knows {@code If-None-Match}. */
    public static final Setting<Boolean> CONDITIONAL_WRITES = WHERE_TO.add(of("caravan.conditional-writes", Kind.SWITCH, "true",
        "Whether objects are sent with If-None-Match, so that none is overwritten. Set it to false for a store that does not know it"
            + " (OpenStack Swift answers 501): Caravan then asks with HEAD before each PUT."));
    /** How long a request to S3 may make no progress. */
    public static final Setting<Duration> ATTEMPT_TIMEOUT = WHERE_TO.add(of("caravan.deliver.attempt-timeout", Kind.DURATION, "60s",
        "A request to S3 that makes no progress for so long is given up and tried again. In all it may take ten times that, and a"
            + " second more for each 4 KiB.").atLeast("100ms"));
    /** Whether S3 is asked before content is sent. */
    public static final Setting<Boolean> EXPECT_CONTINUE = WHERE_TO.add(of("caravan.deliver.expect-continue", Kind.SWITCH, "true",
        "Whether S3 is asked before content is sent (Expect: 100-continue), so that nothing is sent that it refuses. Set it to false"
            + " for a store or proxy that never answers the question: there each object waits 3 s for the answer."));
    /** Canned ACL; empty for the bucket's. */
    public static final Setting<String> ACL = WHERE_TO.add(of("caravan.deliver.acl", Kind.oneOf(List.of("private", "public-read",
        "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control")), null,
        "Canned ACL of the objects, for a bucket of another account. By default they have the bucket's.")
        .example("bucket-owner-full-control"));

    private static final Section STATE = section("State", "");
    /** Where everything is kept. */
    public static final Setting<Path> STATE_DIRECTORY = STATE.add(of("caravan.state-dir", Kind.PATH, "./state",
        "Directory of positions, open batches, the outbox, and the embedded server with its keys. Nothing is written elsewhere, but"
            + " native code where systemd gives a CACHE_DIRECTORY."));
    /** Bound on what waits for delivery. */
    public static final Setting<Long> OUTBOX_BYTES = STATE.add(of("caravan.outbox.max-bytes", Kind.SIZE, "2GiB",
        "While more than this waits for delivery, collecting pauses, and logs wait in their files.").atLeast("1B"));

    private static final Section BATCHES = section("Batches", "");
    /** Size at which a batch is sealed. */
    public static final Setting<Long> BATCH_BYTES = BATCHES.add(of("caravan.batch.max-bytes", Kind.SIZE, "32MiB",
        "A batch becomes an object when it is this large, before compression.").atLeast("1B"));
    /** Age at which a batch is sealed. */
    public static final Setting<Duration> BATCH_INTERVAL = BATCHES.add(of("caravan.batch.interval", Kind.DURATION, "60s",
        "A batch becomes an object when it is this old.").atLeast("100ms"));
    /** Method of compression. */
    public static final Setting<String> COMPRESSION = BATCHES.add(of("caravan.batch.compression",
        Kind.oneOf(List.of("gzip", "zstd", "none")), "gzip",
        "How objects are compressed. zstd makes objects of the same size as gzip for 40 % less CPU time in all (without libdeflate"
            + " 55 %); Panther reads it, other readers may not."));
    /** Level of compression; null for the usual one. */
    public static final Setting<Integer> COMPRESSION_LEVEL = BATCHES.add(of("caravan.batch.compression-level", Kind.NUMBER, null,
        "From 1 to 9 for gzip, from 1 to 19 for zstd; more is smaller and costs more. By default it is 4 for gzip and 1 for zstd; gzip"
            + " 6 makes objects 9 to 12 % smaller, and takes half as long again.").example("6"));
    /** Extension of the keys of records. */
    public static final Setting<String> JSON_EXTENSION = BATCHES.add(of("caravan.batch.json-extension",
        Kind.oneOf(List.of("json", "jsonl", "ndjson")), "json",
        "How the keys of JSON end, before .gz or .zst. Wazuh reads JSON only from .jsonl.gz."));

    private static final Section TAIL = section("Following files", "");
    /** How often directories are looked at. */
    public static final Setting<Duration> POLL_INTERVAL = TAIL.add(of("caravan.tail.poll-interval", Kind.DURATION, "1s",
        "How often directories of logs are looked at.").atLeast("10ms"));
    /** Where a source begins. */
    public static final Setting<String> START = TAIL.add(of("caravan.tail.start", Kind.oneOf(List.of("beginning", "end")), "beginning",
        "Where files are read from at the very first start."));
    /** Longest line. */
    public static final Setting<Long> LINE_BYTES = TAIL.add(of("caravan.tail.max-line-bytes", Kind.SIZE, "1MiB",
        "Longer lines are kept in pieces in raw output, and go to unparsed/ in pieces where lines are parsed. Parsing one may take 20"
            + " times as much memory: give a larger heap with a larger limit (CARAVAN_JAVA_OPTS=-Xmx192m).").atLeast("1KiB").atMost("1GiB"));
    /** When a rotated file is over. */
    public static final Setting<Duration> ROTATED_WAIT = TAIL.add(of("caravan.tail.rotated-wait", Kind.DURATION, "5s",
        "A rotated file that did not grow for so long gets no more lines."));
    /** Bound on what a compressed file unpacks to. */
    public static final Setting<Long> UNPACKED_BYTES = TAIL.add(of("caravan.tail.max-unpacked-bytes", Kind.SIZE, "1GiB",
        "What a compressed file unpacks to beyond this, and beyond 1,000 times its size, is left, and health is DOWN until it is"
            + " deleted: such a file is made to fill disks.").atLeast("1B"));
    /** Zone of time stamps that carry none; null for the system's. */
    public static final Setting<ZoneId> TIMEZONE = TAIL.add(of("caravan.timezone", Kind.ZONE, null,
        "Zone of time stamps that carry none. By default it is the system's.").example("Europe/Berlin"));

    private static final Section EMBEDDED = section("Embedded S3 server", "It runs while caravan.bucket is not set.");
    /** Port on 127.0.0.1; null for the usual one or any. */
    public static final Setting<Integer> EMBEDDED_PORT = EMBEDDED.add(of("caravan.embedded.port", Kind.NUMBER, null,
        "Port on 127.0.0.1; 0 takes any free one. By default it is 9000, or any free one when that is taken.").atLeast("0")
        .atMost("65535").example("9000"));
    /** Where its objects are; null for a folder of the state directory. */
    public static final Setting<Path> EMBEDDED_DIRECTORY = EMBEDDED.add(of("caravan.embedded.directory", Kind.PATH, null,
        "Directory of its objects. By default it is embedded/s3 in the state directory, where the embedded mode has a state of its own,"
            + " too.").example("./state/embedded/s3"));
    /** How much it keeps. */
    public static final Setting<Long> EMBEDDED_BYTES = EMBEDDED.add(of("caravan.embedded.max-bytes", Kind.SIZE, "1GiB",
        "So many bytes of objects are kept; above it the oldest are deleted, with a message.").atLeast("1B"));

    private static final Section HTTP = section("Monitoring over HTTP", "Health, metrics and a page; off unless a port is set.");
    /** Where it listens; null for nowhere. */
    public static final Setting<Integer> HTTP_PORT = HTTP.add(of("caravan.http.port", Kind.NUMBER, null,
        "Port of /observe/health/live, /observe/health/ready and /observe/metrics; 0 takes any free one. By default nothing listens.")
        .atLeast("0").atMost("65535").example("8686"));
    /** Name or address on which it listens. */
    public static final Setting<String> HTTP_HOST = HTTP.add(of("caravan.http.host", Kind.NAME, "127.0.0.1",
        "Address on which it listens. One that other machines can reach needs a token."));
    /** File with the token; null for none. */
    public static final Setting<Path> HTTP_TOKEN_FILE = HTTP.add(of("caravan.http.token-file", Kind.PATH, null,
        "File with a token of 16 characters at least. Who sends it sees reasons, files and keys, too; without it only up or down, and"
            + " counters.").example("/etc/caravan/http-token"));

    private static final Section LOG = section("Log", "");
    /** What its lines look like; null for what fits. */
    public static final Setting<String> LOG_FORMAT = LOG.add(of("caravan.log.format", Kind.oneOf(List.of("text", "journal", "json")), null,
        "What the lines of Caravan's own log look like: text with time and level; journal with a priority in front and no time; or a JSON"
            + " object a line. By default it is journal where systemd takes the log, else text.").example("json"));
    /** Whether each object is told. */
    public static final Setting<String> LOG_DELIVERIES = LOG.add(of("caravan.log.deliveries", Kind.oneOf(List.of("summary", "each")),
        "summary", "What is logged of objects that are delivered: the first one and then a sum each hour, or each."));

    /** Settings that each source may have. Its route file says which it has, and their defaults. */
    public static final Section SOURCE = new Section("Sources", "Which of these a source has, and their defaults, is in its route file."
        + " Turn a source on or off with caravan.source.NAME.enabled.");

    static {
        SOURCE.add(of("caravan.source.NAME.enabled", Kind.SWITCH, null, "Whether the source is collected."));
        SOURCE.add(of("caravan.source.NAME.directory", Kind.TEXT, null, "Directory of the logs."));
        SOURCE.add(of("caravan.source.NAME.file", Kind.TEXT, null, "Name of the log, or an Ant pattern such as **/access.log."));
        SOURCE.add(of("caravan.source.NAME.exclude", Kind.TEXT, null,
            "Ant patterns, separated by commas, of files that are not followed."));
        SOURCE.add(of("caravan.source.NAME.rotated-directory", Kind.TEXT, null,
            "Directory into which logs are rotated, or a pattern of several, relative to the directory of the logs."));
        SOURCE.add(of("caravan.source.NAME.input", Kind.oneOf(List.of("auto", "file", "journal")), null,
            "What is collected: the file, systemd's journal, or with auto the file where it is there at the first start, else the journal."
                + " The choice of the first start is kept."));
        SOURCE.add(of("caravan.source.NAME.matches", Kind.TEXT, null,
            "Which records of the journal, FIELD=value separated by spaces, as journalctl takes them."));
        SOURCE.add(of("caravan.source.NAME.journal-directory", Kind.TEXT, null,
            "Directory of the journal's files, where it is not the system's journal.").example("/var/log/journal/remote"));
        SOURCE.add(of("caravan.source.NAME.command", Kind.TEXT, null,
            "Command that is run, with LC_ALL=C; of several, separated by |, the first whose program is installed."));
        SOURCE.add(of("caravan.source.NAME.format", Kind.TEXT, null, "raw: lines as they are; json: records."));
        SOURCE.add(of("caravan.source.NAME.log-format", Kind.TEXT, null,
            "With format = json: the server's own format of lines (log_format of nginx, LogFormat of Apache), where it is another than"
                + " combined; combined with further columns needs none. caravan parse --guess-format FILE tells whether one is needed."));
        SOURCE.add(of("caravan.source.NAME.trusted-proxies", Kind.TEXT, null,
            "Addresses and networks of proxies whose X-Forwarded-For is believed: the client behind them is in the field client_ip.")
            .example("10.0.0.0/8"));
    }

    /** How often the command of a source is run. */
    public static final Setting<Duration> COMMAND_INTERVAL = SOURCE.add(of("caravan.source.NAME.interval", Kind.DURATION, null,
        "How often the command is run.").atLeast("100ms"));
    /** Known for each source that follows files, though no route file names it. */
    public static final Setting<Boolean> FOLLOW_LINKS = SOURCE.add(of("caravan.source.NAME.follow-links", Kind.SWITCH, "false",
        "true: follow symbolic links, and read files with several hard links, also where other users could have made them."));

    private static final Section CAMEL = section("Camel", "All settings of Camel can be set here; these are those that matter most.");
    /** Folder of route files that lie over those in the jar. */
    public static final Setting<Path> ROUTES_DIRECTORY = CAMEL.add(of("camel.main.routes-reload-directory", Kind.PATH, "routes",
        "Folder of the route files. They are loaded from it at the start, too."));

    static {
        CAMEL.add(of("camel.main.routes-reload-enabled", Kind.SWITCH, "true",
            "Whether changes of the route files are taken over while Caravan runs."));
        CAMEL.add(of("camel.main.routes-reload-pattern", Kind.TEXT, "*.yaml", "Names of the files that are taken over."));
        CAMEL.add(of("camel.main.routes-reload-remove-all-routes", Kind.SWITCH, "false", "true: a change of one file reloads all."));
        CAMEL.add(of("camel.main.name", Kind.TEXT, "caravan", "Name of Camel's context, in JMX."));
        CAMEL.add(of("camel.main.jmx-management-m-beans-level", Kind.TEXT, "RoutesOnly",
            "What is in JMX. The steps of routes are many, and take time at the start and for each block."));
        CAMEL.add(of("camel.main.shutdown-timeout", Kind.NUMBER, "3", "Seconds that a stop waits for blocks that are on their way."));
        CAMEL.add(of("camel.main.shutdown-log-inflight-exchanges-on-timeout", Kind.SWITCH, "false",
            "Whether a stop names what it did not wait for."));
        CAMEL.add(of("camel.component.aws2-s3.region", Kind.TEXT, null, "Region of the bucket.").example("eu-central-1"));
        CAMEL.add(of("camel.component.aws2-s3.use-sses3", Kind.SWITCH, null,
            "Encryption with S3's own key. All of Camel's settings of aws2-s3 are there: uri-endpoint-override with override-endpoint ="
                + " true and force-path-style, access-key, secret-key, use-aws-kms and aws-kms-key-id, storage-class, proxy-host …")
            .example("true"));
    }

    private static final Section TLS = section("Certificates", "For a store whose certificate a CA of your own has signed (docs/aws.md).");

    static {
        TLS.add(of("javax.net.ssl.trustStore", Kind.TEXT, null, "File of the certificates that are trusted.")
            .example("/etc/caravan/trust"));
        TLS.add(of("javax.net.ssl.trustStorePassword", Kind.TEXT, null, "Its password.").example("changeit"));
        TLS.add(of("javax.net.ssl.trustStoreType", Kind.TEXT, null, "Its type.").example("PKCS12"));
    }

    /** Names of before, and those that took their place. They do the same, with a warning. */
    public static final Map<String, String> RENAMED = Map.of("caravan.netstat.interval", "caravan.source.netstat.interval");

    /** Environment variables that are no settings: of the launcher and of {@code trust.Trust}. */
    static final Set<String> VARIABLES = Set.of("CARAVAN_JAVA_OPTS", "CARAVAN_LAUNCHED", "CARAVAN_TRUST_DIRECTORY");

    /** Begin of the names of what tests set. */
    static final String OF_TESTS = "caravan.test.";

    private Catalog() {
    }

    private static Section section(String title, String note) {
        Section section = new Section(title, note);
        ALL.add(section);
        return section;
    }

    /** All but those of sources, in the order of the documents. */
    public static List<Section> sections() {
        return List.copyOf(ALL);
    }

    /** The declaration for a setting of a source by its last word, or null for one that only its route file knows. */
    public static @Nullable Setting<?> ofSource(String property) {
        for (Setting<?> setting : SOURCE.settings()) {
            if (setting.name().equals("caravan.source.NAME." + property)) {
                return setting;
            }
        }
        return null;
    }
}
