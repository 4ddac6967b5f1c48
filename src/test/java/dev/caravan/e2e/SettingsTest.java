package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.app.NotStartedException;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import dev.caravan.testing.Tree;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user gets wrong is said in one clear message; what can go on goes on. Also: what JMX shows. */
@Tag("slow")
class SettingsTest {

    @TempDir
    Path directory;

    private Map<String, String> settings(S3Server s3) throws Exception {
        Path logs = directory.resolve("logs");
        Files.createDirectories(logs);
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        return settings;
    }

    private S3Server s3() throws Exception {
        return new S3Server(Files.createDirectories(directory.resolve("s3")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "caravan.key|{source}/{timestamp}.{ext}|it cannot give unique keys",
        "caravan.key|/{source}/{host}_{seq}|must not start",
        "caravan.key|{source}/{nonsense}_{host}_{seq}|{nonsense} is not known",
        "caravan.key|a b/{host}_{seq}|only letters",
        "caravan.batch.max-bytes|lots|must be a size",
        "caravan.batch.interval|soon|must be a duration",
        "caravan.batch.compression|rar|gzip, zstd or none",
        "caravan.batch.compression-level|12|from 1 to 9",
        "caravan.timezone|Mars/Olympus|must be a zone",
        "caravan.tail.start|middle|beginning or end",
        "caravan.source.nginx.format|xml|raw or json",
        "caravan.source.nginx.enabled|maybe|true or false",
        "caravan.outbox.max-bytes|-1|must be a size",
        "caravan.deliver.acl|everybody|bucket-owner-full-control",
        "caravan.deliver.expect-continue|no|true or false",
        "caravan.bucket|s3://logs/web|write caravan.bucket = logs, and the prefix into caravan.key = web/{source}/{yyyy}",
        "caravan.bucket|My_Bucket|is it my-bucket?",
        "caravan.bucket|'b '|a space at its beginning or end",
        "caravan.state-dir|'/nowhere '|a space at its beginning or end",
        "camel.component.aws2-s3.override-endpoint|false|objects would go to Amazon",
        "camel.component.aws2-s3.uri-endpoint-override|127.0.0.1:9000|it must begin with https://",
        "camel.component.aws2-s3.multi-part-upload|true|remove it",
        "caravan.tail.poll-interval|0|at least",
        "caravan.netstat.interval|hourly|must be a duration",
        "caravan.source.users.interval|1 min|must be a duration",
        "caravan.source.kernel-modules.interval|5|at least",
        "caravan.source.connections.interval|-1s|must be a duration"})
    void aWrongValueNamesTheSetting(String name, String value, String why) throws Exception {
        try (S3Server s3 = s3()) {
            Map<String, String> settings = settings(s3);
            settings.put(name, value);
            Exception e = assertThrows(RuntimeException.class, () -> new InProcess(settings).close());
            String message = NotStartedException.explain(e);
            assertTrue(message.contains(name) && message.contains(why), message);
            assertEquals(1, message.lines().count(), message);
        }
    }

    @Test
    void aStateDirectoryThatCannotBeMadeIsNamed() throws Exception {
        try (S3Server s3 = s3()) {
            Map<String, String> settings = settings(s3);
            Path file = Files.writeString(directory.resolve("file"), "x");
            settings.put("caravan.state-dir", file.resolve("state").toString());
            String message = NotStartedException.explain(assertThrows(RuntimeException.class, () -> new InProcess(settings).close()));
            assertTrue(message.contains("caravan.state-dir") && message.contains(file.toString()), message);
        }
    }

    @Test
    void aSecondProcessOnTheSameStateDirectoryIsRefusedAndToldWhichHoldsIt() throws Exception {
        try (S3Server s3 = s3(); InProcess first = new InProcess(settings(s3))) {
            String message = NotStartedException.explain(assertThrows(RuntimeException.class,
                () -> new InProcess(settings(s3)).close()));
            assertTrue(message.contains("in use by process " + ProcessHandle.current().pid()), message);
        }
    }

    @Test
    void aBucketThatDoesNotExistIsNamedAndDeliveredToOnceItDoes() throws Exception {
        try (S3Server s3 = s3(); NumberedWriter writer = new NumberedWriter(
            Files.createDirectories(directory.resolve("logs")).resolve("access.log"))) {
            Map<String, String> settings = settings(s3);
            Files.delete(directory.resolve("s3").resolve(S3Server.BUCKET));
            writer.write(100);
            try (InProcess caravan = new InProcess(settings)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> health(caravan, "delivery")
                    .contains("the bucket does not exist; create it, or correct caravan.bucket"));
                Files.createDirectories(directory.resolve("s3").resolve(S3Server.BUCKET));
                await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("nginx/").size() >= 100);
            }
            assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), 100));
        }
    }

    @Test
    void aCommandThatIsNotInstalledIsDownInHealthAndTheRestRuns() throws Exception {
        try (S3Server s3 = s3(); NumberedWriter writer = new NumberedWriter(
            Files.createDirectories(directory.resolve("logs")).resolve("access.log"))) {
            Map<String, String> settings = settings(s3);
            settings.put("caravan.source.netstat.enabled", "true");
            settings.put("caravan.source.netstat.command", "no-such-netstat -tunlp | no-such-ss -tunlp");
            writer.write(10);
            try (InProcess caravan = new InProcess(settings)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> health(caravan, "source-netstat")
                    .contains("neither no-such-netstat nor no-such-ss is installed"));
                await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("nginx/").size() >= 10);
                assertEquals("", health(caravan, "source-nginx"));
            }
        }
    }

    @Test
    void routesCanBeSuspendedOverJmxAndASourceHasAnMBean() throws Exception {
        try (S3Server s3 = s3(); NumberedWriter writer = new NumberedWriter(
            Files.createDirectories(directory.resolve("logs")).resolve("access.log"))) {
            writer.write(10);
            try (InProcess caravan = new InProcess(settings(s3))) {
                await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("nginx/").size() >= 10);
                MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
                ObjectName source = new ObjectName("dev.caravan:type=source,name=nginx");
                await().atMost(Duration.ofSeconds(10)).until(() -> (Long) jmx.getAttribute(source, "Delivered") >= 1);
                assertEquals(10L, jmx.getAttribute(source, "LinesRead"));
                assertEquals(0L, jmx.getAttribute(source, "Unparsed"));
                await().atMost(Duration.ofSeconds(10)).until(() -> (Long) jmx.getAttribute(source, "BytesBehind") == 0);
                assertEquals(0L, jmx.getAttribute(source, "OutboxFiles"));
                assertTrue(((String) jmx.getAttribute(source, "LastDelivery")).startsWith("20"));
                assertTrue(((String) jmx.getAttribute(source, "Following")).startsWith("following "));

                ObjectName route = jmx.queryNames(new ObjectName("org.apache.camel:type=routes,name=\"deliver\",*"), null)
                    .iterator().next();
                assertTrue((Long) jmx.getAttribute(route, "ExchangesCompleted") >= 1);
                jmx.invoke(route, "suspend", null, null);
                writer.write(10);
                await().atMost(Duration.ofSeconds(10)).until(() -> (Long) jmx.getAttribute(source, "OutboxFiles") == 1);
                assertEquals(10, s3.lines("nginx/").size());
                jmx.invoke(route, "resume", null, null);
                await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("nginx/").size() >= 20);
            }
        }
    }

    @Test
    void encryptionAndStorageClassAreSettingsOfCamelsComponent() throws Exception {
        try (S3Server s3 = s3(); NumberedWriter writer = new NumberedWriter(
            Files.createDirectories(directory.resolve("logs")).resolve("access.log"))) {
            Map<String, String> settings = settings(s3);
            settings.put("camel.component.aws2-s3.use-sses3", "true");
            settings.put("camel.component.aws2-s3.storage-class", "STANDARD_IA");
            settings.put("caravan.deliver.acl", "public-read");
            settings.put("caravan.key", "fixed/prefix/{source}/{host}_{seq}.{ext}");
            writer.write(10);
            try (InProcess caravan = new InProcess(settings)) {
                await().atMost(Duration.ofSeconds(30)).until(() -> !s3.keys().isEmpty());
            }
            String key = s3.keys().get(0);
            assertTrue(key.matches("fixed/prefix/nginx/testhost_[a-z0-9]{6}-000001\\.log\\.gz"), key);
            assertEquals("AES256", s3.request(key).serverSideEncryptionAsString());
            assertEquals("STANDARD_IA", s3.request(key).storageClassAsString());
            assertEquals("public-read", s3.request(key).aclAsString());
            assertEquals("application/gzip", s3.request(key).contentType());
        }
    }

    @Test
    void noSecretIsInTheLogOrTheState() throws Exception {
        try (S3Server s3 = s3(); NumberedWriter writer = new NumberedWriter(
            Files.createDirectories(directory.resolve("logs")).resolve("access.log"))) {
            s3.answerPutsWith(403);
            writer.write(10);
            var out = new java.io.ByteArrayOutputStream();
            var handler = new java.util.logging.StreamHandler(out, new java.util.logging.SimpleFormatter());
            java.util.logging.Logger.getLogger("").addHandler(handler);
            try (InProcess caravan = new InProcess(settings(s3))) {
                await().atMost(Duration.ofSeconds(30)).until(() -> !health(caravan, "delivery").isEmpty());
            } finally {
                java.util.logging.Logger.getLogger("").removeHandler(handler);
            }
            handler.flush();
            assertTrue(out.size() > 0);
            assertTrue(!out.toString().contains("testsecret"), "the log has the secret key");
            for (Path file : Tree.of(directory.resolve("state"))) {
                if (Files.isRegularFile(file) && !file.endsWith("polling")) {
                    assertTrue(!Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1).contains("testsecret"),
                        file.toString());
                }
            }
        }
    }

    /** What is wrong with this check, or empty. */
    private static String health(InProcess caravan, String id) {
        return HealthCheckHelper.invoke(caravan.shipper().main().getCamelContext()).stream()
            .filter(r -> r.getCheck().getId().equals(id) && r.getState() == HealthCheck.State.DOWN)
            .map(r -> r.getMessage().orElse("down")).findFirst().orElse("");
    }
}
