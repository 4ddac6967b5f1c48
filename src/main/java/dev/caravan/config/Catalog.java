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
 * The declarations of all settings, in the order of the documents. {@code SettingsDocumentTest} writes {@code application.properties} and
 * {@code docs/settings.md} from them, and fails while they differ.
 */
public final class Catalog {

    private static final List<Section> ALL = new ArrayList<>();

    private static final Section WHERE_TO = section("Where to", "");
    /** The bucket; empty for the embedded server. */
    public static final Setting<String> BUCKET = WHERE_TO.add(of("caravan.bucket", Kind.NAME, "",
        "Bucket to deliver to: its name, or the alias of an access point (…-s3alias). A prefix belongs in caravan.key. Without it,"
            + " objects go to an S3 server within Caravan, on 127.0.0.1, into the bucket caravan.").example("my-security-logs"));
    /** The bucket that may get objects collected for another one. */
    public static final Setting<String> CONFIRMED_DESTINATION = WHERE_TO.add(of("caravan.destination.confirm", Kind.NAME, "",
        "Bucket that may get objects collected for another one. A state directory remembers its bucket from the first object on: while"
            + " objects wait in the outbox, the start refuses another bucket unless this setting names it.")
        .example("my-security-logs"));
    /** Template of the keys. */
    public static final Setting<String> KEY = WHERE_TO.add(of("caravan.key", Kind.NAME,
        "{source}/{yyyy}/{MM}/{dd}/{timestamp}_{host}_{seq}.{ext}",
        "Template of the objects' keys; you may put a fixed prefix in front. Variables are {source} {yyyy} {MM} {dd} {HH} {mm} {timestamp}"
            + " {host} {seq} {uuid} {ext}."));
    /** Name of this machine. */
    public static final Setting<String> HOST = WHERE_TO.add(of("caravan.host", Kind.NAME, "",
        "Name of this machine, in keys and in the records of commands. The default is the kernel's host name (uname -n).")
        .example("web1"));
    /** Whether the store supports {@code If-None-Match}. */
    public static final Setting<Boolean> CONDITIONAL_WRITES = WHERE_TO.add(of("caravan.conditional-writes", Kind.SWITCH, "true",
        "Whether objects are sent with If-None-Match, so that none is overwritten. Set it to false for a store without conditional writes"
            + " (OpenStack Swift answers 501): Caravan then sends HEAD before each PUT."));
    /** How long a request to S3 may make no progress. */
    public static final Setting<Duration> ATTEMPT_TIMEOUT = WHERE_TO.add(of("caravan.deliver.attempt-timeout", Kind.DURATION, "60s",
        "How long a request to S3 may make no progress before Caravan retries it. The whole request may take ten times as long, plus one"
            + " second for each 4 KiB.").atLeast("100ms"));
    /** Whether Caravan waits for S3's consent before it sends content. */
    public static final Setting<Boolean> EXPECT_CONTINUE = WHERE_TO.add(of("caravan.deliver.expect-continue", Kind.SWITCH, "true",
        "Whether Caravan waits for S3's consent before it sends content (Expect: 100-continue), so that it sends no object that S3"
            + " refuses. Set it to false for a store or proxy that never answers: otherwise each object waits 3 s for the answer."));
    /** Canned ACL; null for the bucket's default. */
    public static final Setting<String> ACL = WHERE_TO.add(of("caravan.deliver.acl", Kind.oneOf(List.of("private", "public-read",
        "public-read-write", "authenticated-read", "aws-exec-read", "bucket-owner-read", "bucket-owner-full-control")), null,
        "Canned ACL of the objects, for a bucket of another account. By default Caravan sends none.")
        .example("bucket-owner-full-control"));

    private static final Section STATE = section("State", "");
    /** The state directory. */
    public static final Setting<Path> STATE_DIRECTORY = STATE.add(of("caravan.state-dir", Kind.PATH, "./state",
        "Directory of checkpoints, open batches, the outbox, and the embedded server with its keys. Caravan writes nothing elsewhere,"
            + " except native code if systemd sets CACHE_DIRECTORY."));
    /** Bound on the size of the outbox. */
    public static final Setting<Long> OUTBOX_BYTES = STATE.add(of("caravan.outbox.max-bytes", Kind.SIZE, "2GiB",
        "Size of the outbox above which collecting pauses (backpressure); the logs then wait in their files.").atLeast("1B"));

    private static final Section BATCHES = section("Batches", "");
    /** Size at which a batch is sealed. */
    public static final Setting<Long> BATCH_BYTES = BATCHES.add(of("caravan.batch.max-bytes", Kind.SIZE, "32MiB",
        "Size, before compression, at which a batch is sealed and becomes an object.").atLeast("1B"));
    /** Age at which a batch is sealed. */
    public static final Setting<Duration> BATCH_INTERVAL = BATCHES.add(of("caravan.batch.interval", Kind.DURATION, "60s",
        "Age at which a batch is sealed and becomes an object.").atLeast("100ms"));
    /** Method of compression. */
    public static final Setting<String> COMPRESSION = BATCHES.add(of("caravan.batch.compression",
        Kind.oneOf(List.of("gzip", "zstd", "none")), "gzip",
        "Compression of the objects. With zstd, objects have the same size as with gzip, and Caravan takes 40 % less CPU time (without"
            + " libdeflate 55 %). Panther reads zstd, other readers may not."));
    /** Level of compression; null for the method's default. */
    public static final Setting<Integer> COMPRESSION_LEVEL = BATCHES.add(of("caravan.batch.compression-level", Kind.NUMBER, null,
        "Level of compression: 1 to 9 for gzip, 1 to 19 for zstd. Higher levels make smaller objects and take more time. The default is 4"
            + " for gzip and 1 for zstd; gzip 6 makes objects 9 to 12 % smaller and takes half as long again.").example("6"));
    /** Extension of the keys of JSON objects. */
    public static final Setting<String> JSON_EXTENSION = BATCHES.add(of("caravan.batch.json-extension",
        Kind.oneOf(List.of("json", "jsonl", "ndjson")), "json",
        "Extension of the keys of JSON objects, before .gz or .zst. Wazuh reads JSON only from .jsonl.gz."));

    private static final Section TAIL = section("Following files", "");
    /** Interval between two polls of a directory. */
    public static final Setting<Duration> POLL_INTERVAL = TAIL.add(of("caravan.tail.poll-interval", Kind.DURATION, "1s",
        "Interval between two polls of a directory of logs.").atLeast("10ms"));
    /** Where the first start of a source reads from. */
    public static final Setting<String> START = TAIL.add(of("caravan.tail.start", Kind.oneOf(List.of("beginning", "end")), "beginning",
        "Where the first start reads a log from."));
    /** Longest line. */
    public static final Setting<Long> LINE_BYTES = TAIL.add(of("caravan.tail.max-line-bytes", Kind.SIZE, "1MiB",
        "Size above which a line is cut into pieces. Raw output keeps the pieces; sources with a parser send them to unparsed/. Parsing a"
            + " line may take 20 times its memory: raise the heap with the limit (CARAVAN_JAVA_OPTS=-Xmx192m).").atLeast("1KiB").atMost("1GiB"));
    /** When a rotated file counts as complete. */
    public static final Setting<Duration> ROTATED_WAIT = TAIL.add(of("caravan.tail.rotated-wait", Kind.DURATION, "5s",
        "How long a rotated file must not have grown before Caravan takes it as complete."));
    /** Bound on the unpacked size of a compressed file. */
    public static final Setting<Long> UNPACKED_BYTES = TAIL.add(of("caravan.tail.max-unpacked-bytes", Kind.SIZE, "1GiB",
        "Limit for the unpacked size of a compressed file. Caravan stops reading a file that unpacks to more than this and to more than"
            + " 1,000 times its size, such as a decompression bomb, and health is DOWN until the file is deleted.").atLeast("1B"));
    /** Zone of time stamps without a zone; null for the system's. */
    public static final Setting<ZoneId> TIMEZONE = TAIL.add(of("caravan.timezone", Kind.ZONE, null,
        "Zone of time stamps without a zone. The default is the system's zone.").example("Europe/Berlin"));

    private static final Section EMBEDDED = section("Embedded S3 server", "The server runs if caravan.bucket is not set.");
    /** Port on 127.0.0.1; null for 9000, or any free port if 9000 is taken. */
    public static final Setting<Integer> EMBEDDED_PORT = EMBEDDED.add(of("caravan.embedded.port", Kind.NUMBER, null,
        "Port on 127.0.0.1; 0 means any free port. The default is 9000, or any free port if 9000 is taken.").atLeast("0")
        .atMost("65535").example("9000"));
    /** Directory of the server's objects; null for a folder of the state directory. */
    public static final Setting<Path> EMBEDDED_DIRECTORY = EMBEDDED.add(of("caravan.embedded.directory", Kind.PATH, null,
        "Directory of the server's objects. The default is embedded/s3 in the state directory, beside the separate state of the embedded"
            + " mode.").example("./state/embedded/s3"));
    /** Bound on the size of the server's objects. */
    public static final Setting<Long> EMBEDDED_BYTES = EMBEDDED.add(of("caravan.embedded.max-bytes", Kind.SIZE, "1GiB",
        "Size of the server's objects above which it deletes the oldest ones, with a message.").atLeast("1B"));

    private static final Section HTTP = section("Monitoring over HTTP", "Health, metrics and a page; off unless a port is set.");
    /** Port of the HTTP server; null if it is off. */
    public static final Setting<Integer> HTTP_PORT = HTTP.add(of("caravan.http.port", Kind.NUMBER, null,
        "Port of /observe/health/live, /observe/health/ready and /observe/metrics; 0 means any free port. By default nothing listens.")
        .atLeast("0").atMost("65535").example("8686"));
    /** Name or address on which the HTTP server listens. */
    public static final Setting<String> HTTP_HOST = HTTP.add(of("caravan.http.host", Kind.NAME, "127.0.0.1",
        "Address on which the HTTP server listens. An address that other machines can reach requires a token."));
    /** File with the token; null if there is none. */
    public static final Setting<Path> HTTP_TOKEN_FILE = HTTP.add(of("caravan.http.token-file", Kind.PATH, null,
        "File with a token of at least 16 characters. Requests with the token also see reasons, files and keys; other requests see only up"
            + " or down, and counters.").example("/etc/caravan/http-token"));

    private static final Section LOG = section("Log", "");
    /** Format of Caravan's log; null to choose it by the output. */
    public static final Setting<String> LOG_FORMAT = LOG.add(of("caravan.log.format", Kind.oneOf(List.of("text", "journal", "json")), null,
        "Format of Caravan's log: text, with time and level; journal, with a priority in front and no time; or json, one JSON object per"
            + " line. The default is journal if systemd reads the log, otherwise text.").example("json"));
    /** Whether each delivered object is logged. */
    public static final Setting<String> LOG_DELIVERIES = LOG.add(of("caravan.log.deliveries", Kind.oneOf(List.of("summary", "each")),
        "summary", "Which delivered objects are logged: summary logs the first one and then an hourly total, each logs every object."));

    /** Settings of sources. The route file of a source declares which of them it has, and their defaults. */
    public static final Section SOURCE = new Section("Sources", "The route file of a source declares which of these settings it has, and their"
        + " defaults. Turn a source on or off with caravan.source.NAME.enabled.");

    static {
        SOURCE.add(of("caravan.source.NAME.enabled", Kind.SWITCH, null, "Whether the source is collected."));
        SOURCE.add(of("caravan.source.NAME.directory", Kind.TEXT, null, "Directory of the logs."));
        SOURCE.add(of("caravan.source.NAME.file", Kind.TEXT, null, "Name of the log, or an Ant pattern such as **/access.log."));
        SOURCE.add(of("caravan.source.NAME.exclude", Kind.TEXT, null,
            "Ant patterns, separated by commas, of files that are not followed."));
        SOURCE.add(of("caravan.source.NAME.rotated-directory", Kind.TEXT, null,
            "Directory of rotated logs, or a pattern for several, relative to the directory of the logs."));
        SOURCE.add(of("caravan.source.NAME.input", Kind.oneOf(List.of("auto", "file", "journal")), null,
            "Input of the source: file, journal (systemd's), or auto, which takes the file if it exists at the first start, otherwise the"
                + " journal. Later starts keep the choice of the first one."));
        SOURCE.add(of("caravan.source.NAME.matches", Kind.TEXT, null,
            "Matches that select records of the journal: FIELD=value, separated by spaces, as for journalctl."));
        SOURCE.add(of("caravan.source.NAME.journal-directory", Kind.TEXT, null,
            "Directory of the journal's files, if they are not those of the system.").example("/var/log/journal/remote"));
        SOURCE.add(of("caravan.source.NAME.command", Kind.TEXT, null,
            "Command to run, with LC_ALL=C; of several, separated by |, the first one whose program is installed."));
        SOURCE.add(of("caravan.source.NAME.format", Kind.TEXT, null, "raw: lines as they are; json: records."));
        SOURCE.add(of("caravan.source.NAME.log-format", Kind.TEXT, null,
            "With format = json: the server's log format (log_format of nginx, LogFormat of Apache), if it is neither combined nor combined"
                + " with more columns. caravan parse --guess-format FILE prints whether you need it."));
        SOURCE.add(of("caravan.source.NAME.trusted-proxies", Kind.TEXT, null,
            "Addresses and networks of proxies whose X-Forwarded-For Caravan trusts: the field client_ip has the client behind them.")
            .example("10.0.0.0/8"));
    }

    /** Interval between two runs of a source's command. */
    public static final Setting<Duration> COMMAND_INTERVAL = SOURCE.add(of("caravan.source.NAME.interval", Kind.DURATION, null,
        "Interval between two runs of the command.").atLeast("100ms"));
    /** A setting that every source of files has, although no route file names it. */
    public static final Setting<Boolean> FOLLOW_LINKS = SOURCE.add(of("caravan.source.NAME.follow-links", Kind.SWITCH, "false",
        "Whether to follow symbolic links, and to read files with several hard links, that other users may have created."));

    private static final Section CAMEL = section("Camel", "You can set all of Camel's settings here; these matter most.");
    /** Folder of route files, which take precedence over those in the jar. */
    public static final Setting<Path> ROUTES_DIRECTORY = CAMEL.add(of("camel.main.routes-reload-directory", Kind.PATH, "routes",
        "Folder of the route files, at the start and for reloads."));

    static {
        CAMEL.add(of("camel.main.routes-reload-enabled", Kind.SWITCH, "true",
            "Whether Caravan reloads route files that change while it runs."));
        CAMEL.add(of("camel.main.routes-reload-pattern", Kind.TEXT, "*.yaml", "Pattern of the names of reloaded files."));
        CAMEL.add(of("camel.main.routes-reload-remove-all-routes", Kind.SWITCH, "false", "Whether a change of one file reloads all files."));
        CAMEL.add(of("camel.main.name", Kind.TEXT, "caravan", "Name of Camel's context, in JMX."));
        CAMEL.add(of("camel.main.jmx-management-m-beans-level", Kind.TEXT, "RoutesOnly",
            "Extent of JMX. Registering every step of the routes takes time at the start and for each block."));
        CAMEL.add(of("camel.main.shutdown-timeout", Kind.NUMBER, "3", "Seconds that a stop waits for blocks in the routes."));
        CAMEL.add(of("camel.main.shutdown-log-inflight-exchanges-on-timeout", Kind.SWITCH, "false",
            "Whether a stop logs the blocks that it did not wait for."));
        CAMEL.add(of("camel.component.aws2-s3.region", Kind.TEXT, null, "Region of the bucket.").example("eu-central-1"));
        CAMEL.add(of("camel.component.aws2-s3.use-sses3", Kind.SWITCH, null,
            "Whether S3 encrypts objects with its own key. All of Camel's settings of aws2-s3 can be used: uri-endpoint-override with"
                + " override-endpoint = true and force-path-style, access-key, secret-key, use-aws-kms and aws-kms-key-id, storage-class,"
                + " proxy-host …")
            .example("true"));
    }

    private static final Section TLS = section("Certificates", "For a store whose certificate your own CA has signed (docs/aws.md).");

    static {
        TLS.add(of("javax.net.ssl.trustStore", Kind.TEXT, null, "File of the trusted certificates.")
            .example("/etc/caravan/trust"));
        TLS.add(of("javax.net.ssl.trustStorePassword", Kind.TEXT, null, "Password of the file.").example("changeit"));
        TLS.add(of("javax.net.ssl.trustStoreType", Kind.TEXT, null, "Type of the file.").example("PKCS12"));
    }

    /** Old names of settings, and their new names. An old name still works, with a warning. */
    public static final Map<String, String> RENAMED = Map.of("caravan.netstat.interval", "caravan.source.netstat.interval");

    /** Environment variables that are not settings, but belong to the launcher or to {@code trust.Trust}. */
    static final Set<String> VARIABLES = Set.of("CARAVAN_JAVA_OPTS", "CARAVAN_LAUNCHED", "CARAVAN_TRUST_DIRECTORY");

    /** Prefix of the names that tests set. */
    static final String OF_TESTS = "caravan.test.";

    private Catalog() {
    }

    private static Section section(String title, String note) {
        Section section = new Section(title, note);
        ALL.add(section);
        return section;
    }

    /** Returns all sections except that of sources, in the order of the documents. */
    public static List<Section> sections() {
        return List.copyOf(ALL);
    }

    /** Returns the declaration of a source's setting by the last part of its name; null if only the route file knows the setting. */
    public static @Nullable Setting<?> ofSource(String property) {
        for (Setting<?> setting : SOURCE.settings()) {
            if (setting.name().equals("caravan.source.NAME." + property)) {
                return setting;
            }
        }
        return null;
    }
}
