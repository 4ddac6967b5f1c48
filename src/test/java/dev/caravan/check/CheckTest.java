package dev.caravan.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.app.Check;
import dev.caravan.check.CheckResult.Level;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan check} finds what works and what would not, and leaves nothing but its probe. */
class CheckTest {

    private static final String LINE = "203.0.113.7 - - [25/Nov/2026:10:15:00 +0000] \"GET / HTTP/1.1\" 200 5 \"-\" \"curl\"\n";

    @TempDir
    Path directory;
    private final Map<String, String> set = new TreeMap<>();
    private S3Server s3;
    private Path logs;

    @BeforeEach
    void start() throws Exception {
        logs = Files.createDirectory(directory.resolve("logs"));
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
        set.putAll(CaravanProcess.oneLog(logs, s3.endpoint()));
        set.put("caravan.state-dir", directory.resolve("state").toString());
        set.put("caravan.source.nginx.format", "json");
        set.put("caravan.key", "logs/{source}/{timestamp}_{host}_{seq}.{ext}");
    }

    @AfterEach
    void stop() throws Exception {
        set.keySet().forEach(System::clearProperty);
        s3.close();
    }

    private CheckReport check(boolean writes) {
        set.forEach(System::setProperty);
        return Check.run(writes);
    }

    private static String texts(CheckReport report, Level level) {
        return report.results().stream().filter(result -> result.level() == level)
            .map(result -> result.subject() + ": " + result.text()).collect(Collectors.joining("\n"));
    }

    @Test
    void whereAllWorksTheProbeIsTheOnlyThingLeft() throws Exception {
        Files.writeString(logs.resolve("access.log"), LINE.repeat(20));
        CheckReport report = check(true);
        assertFalse(report.hasFailed(), report.table());
        String fine = texts(report, Level.OK);
        assertTrue(fine.contains("nginx: 1 file, " + LINE.length() * 20 + " bytes; the first 20 lines are understood"), fine);
        assertTrue(fine.contains("bucket: credentials come from camel.component.aws2-s3.access-key"), fine);
        assertTrue(fine.contains("bucket: s3://logs/logs/caravan-check/testhost was stored"), fine);
        assertTrue(fine.contains("bucket: s3://logs/logs/caravan-check/testhost is there, and is not overwritten"), fine);
        assertEquals(List.of("logs/caravan-check/testhost"), List.copyOf(s3.keys()));
        assertFalse(Files.exists(directory.resolve("state")));
        CheckReport again = check(true);
        assertFalse(texts(again, Level.OK).contains("was stored"), again.table());
        assertTrue(again.json().contains("\"ok\" : true"), again.json());
        assertEquals(1, s3.keys().size());
    }

    @Test
    void whatWouldNotWorkIsToldAllAtOnce() throws Exception {
        Files.writeString(logs.resolve("access.log"), "no such line\n".repeat(9) + LINE);
        set.put("caravan.source.users.enabled", "true");
        set.put("caravan.source.users.command", "no-such-program-at-all");
        set.put("caravan.source.auth.enabled", "true");
        set.put("caravan.source.auth.directory", directory.resolve("none").toString());
        set.put("caravan.bucket", "not-there");
        set.put("caravan.http.port", "0");
        set.put("caravan.http.host", "0.0.0.0");
        set.put("caravan.outbox.max-bytes", "900000GiB");
        CheckReport report = check(true);
        String wrong = texts(report, Level.FAIL);
        assertTrue(wrong.contains("nginx: 1 file, ") && wrong.contains("9 of the first 10 lines are not understood"), wrong);
        assertTrue(wrong.contains("users: no program of \"no-such-program-at-all\" is installed"), wrong);
        assertTrue(wrong.contains("bucket: s3://not-there: "), wrong);
        assertTrue(wrong.contains("http: caravan.http.host is 0.0.0.0"), wrong);
        String odd = texts(report, Level.NOTE);
        assertTrue(odd.contains("there is no such directory; it is waited for"), odd);
        assertTrue(odd.contains("state: ") && odd.contains("lower caravan.outbox.max-bytes"), odd);
        assertTrue(report.table().endsWith("4 of it would not work.\n"), report.table());
    }

    @Test
    void aWrongSettingIsToldAndNothingIsStored() throws Exception {
        set.put("caravan.batch.intervall", "5s");
        CheckReport report = check(true);
        assertTrue(texts(report, Level.FAIL).contains("caravan.batch.interval"), report.table());
        assertTrue(s3.keys().isEmpty());
    }

    @Test
    void nothingIsStoredWhereThatIsNotWanted() throws Exception {
        CheckReport report = check(false);
        assertFalse(report.hasFailed(), report.table());
        assertTrue(s3.keys().isEmpty());
        assertTrue(texts(report, Level.NOTE).contains("there is no such file"), report.table());
    }

    @Test
    void whoCanReadSecretsIsTold() throws Exception {
        Path file = Files.createFile(directory.resolve("application.properties"));
        java.util.Properties values = new java.util.Properties();
        values.setProperty("caravan.bucket", "logs");
        CheckReport none = new CheckReport();
        ReadersCheck.run(file, values, none);
        assertTrue(none.results().isEmpty());
        values.setProperty("camel.component.aws2-s3.secret-key", "hush-hush");
        for (String mode : List.of("rw-------", "rw-r-----", "rw-r--r--")) {
            Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString(mode));
            CheckReport report = new CheckReport();
            ReadersCheck.run(file, values, report);
            boolean all = mode.endsWith("r--");
            String text = texts(report, all ? Level.NOTE : Level.OK);
            assertTrue(text.contains("(camel.component.aws2-s3.secret-key)") && !text.contains("hush"), text);
            assertEquals(all, text.contains("every user of this machine can read it: chmod o-r"), text);
            assertEquals(mode.equals("rw-r-----"), text.contains(" and the group "), text);
        }
    }

    @Test
    void theProbeStandsBehindTheFixedPrefix() {
        assertEquals("caravan-check/web1", BucketCheck.key("{source}/{seq}", "web1"));
        assertEquals("a/b/caravan-check/web1", BucketCheck.key("a/b/c-{source}/{seq}", "web1"));
    }
}
