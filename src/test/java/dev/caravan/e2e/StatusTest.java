package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.cli.DrainCommand;
import dev.caravan.cli.StatusCommand;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.Relay;
import dev.caravan.testing.S3Server;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code caravan status} tells what a real instance does, in each state that can be brought about in a few seconds. */
@Tag("slow")
class StatusTest {

    @TempDir
    Path directory;
    private int exit;

    private String status(String... options) {
        List<String> arguments = new ArrayList<>(List.of("--state-dir", directory.resolve("state").toString()));
        arguments.addAll(List.of(options));
        StringWriter out = new StringWriter();
        CommandLine command = new CommandLine(new StatusCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
        exit = command.execute(arguments.toArray(String[]::new));
        return out.toString();
    }

    private JsonNode json() throws Exception {
        return new ObjectMapper().readTree(status("--json"));
    }

    private String state() throws Exception {
        return json().at("/sources/0/state").asText();
    }

    @Test
    void missingThenDeliveredThenBlockedThenDeliveredAgain() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        assertTrue(status().startsWith("there is no state directory"));
        assertEquals(1, exit);
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3"))); Relay relay = new Relay(s3.port())) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, relay.endpoint()));
            settings.put("caravan.state-dir", directory.resolve("state").toString());
            settings.put("caravan.deliver.attempt-timeout", "500ms");
            try (InProcess caravan = new InProcess(settings);
                NumberedWriter writer = new NumberedWriter(directory.resolve("access.log"))) {
                await().atMost(Duration.ofSeconds(20)).until(() -> state().equals("missing"));
                assertEquals(0, exit);
                assertTrue(status().contains(": ready\n"));
                writer.write(100);
                Files.move(directory.resolve("access.log"), logs.resolve("access.log"));
                await().atMost(Duration.ofSeconds(20)).until(() -> json().at("/sources/0/objects").asInt() > 0);
                await().atMost(Duration.ofSeconds(20)).until(() -> state().equals("idle"));
                JsonNode source = json().at("/sources/0");
                assertEquals(100, source.get("lines").asInt());
                assertEquals(Files.size(logs.resolve("access.log")), source.get("bytes").asLong());
                assertTrue(source.get("oldest_undelivered").isNull(), source.toString());
                assertEquals(s3.keys(), List.of(source.get("last_key").asText()));
                String table = status("--files");
                assertTrue(table.contains("nginx   idle") && table.contains(source.get("last_key").asText()), table);
                assertTrue(table.contains("access.log  " + source.get("bytes") + " of " + source.get("bytes") + " bytes"), table);
                relay.mode(Relay.Mode.DOWN);
                writer.write(10);
                await().atMost(Duration.ofSeconds(30)).until(() -> state().equals("blocked"));
                assertEquals(1, exit);
                JsonNode blocked = json();
                assertEquals(false, blocked.get("ready").asBoolean());
                assertTrue(blocked.at("/sources/0/reason").asText().startsWith("cannot deliver to s3://"), blocked.toString());
                assertTrue(blocked.at("/sources/0/oldest_undelivered").asText().matches("20.*Z"), blocked.toString());
                assertTrue(blocked.at("/delivery/failing_since").asText().matches("20.*Z"), blocked.toString());
                table = status();
                assertTrue(table.contains("NOT READY") && table.contains("delivery  retrying for ")
                    && table.contains("! nginx is blocked: cannot deliver to"), table);
                relay.mode(Relay.Mode.PASS);
                await().atMost(Duration.ofSeconds(30)).until(() -> state().equals("idle"));
                assertNull(json().at("/delivery/problem").textValue());
                assertEquals(0, exit);
            }
        }
    }

    @Test
    void overJmxABatchIsSealedAndDeliveryTriedNow() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName source = new ObjectName("dev.caravan:type=source,name=nginx");
        ObjectName delivery = new ObjectName("dev.caravan:type=delivery");
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3"))); Relay relay = new Relay(s3.port())) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, relay.endpoint()));
            settings.put("caravan.state-dir", directory.resolve("state").toString());
            settings.put("caravan.deliver.attempt-timeout", "500ms");
            settings.put("caravan.batch.interval", "1h");
            relay.mode(Relay.Mode.DOWN);
            Files.writeString(logs.resolve("access.log"), "a line\n");
            try (InProcess caravan = new InProcess(settings)) {
                await().atMost(Duration.ofSeconds(20)).until(() -> server.isRegistered(source)
                    && server.getAttribute(source, "OpenBatchBytes").equals(7L));
                server.invoke(source, "sealNow", null, null);
                await().atMost(Duration.ofSeconds(20)).until(() -> !server.getAttribute(delivery, "Problem").equals(""));
                assertEquals(1L, server.getAttribute(delivery, "OutboxFiles"));
                relay.mode(Relay.Mode.PASS);
                server.invoke(delivery, "retryNow", null, null);
                await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("nginx/").equals(List.of("a line")));
                await().atMost(Duration.ofSeconds(5)).until(() -> server.getAttribute(delivery, "Problem").equals(""));
            }
        }
    }

    @Test
    void overJmxASourceIsSuspendedAndResumed() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName source = new ObjectName("dev.caravan:type=source,name=nginx");
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
            NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            settings.put("caravan.state-dir", directory.resolve("state").toString());
            writer.write(10);
            try (InProcess caravan = new InProcess(settings)) {
                await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("nginx/").size() == 10);
                server.invoke(source, "suspend", null, null);
                assertEquals(true, server.getAttribute(source, "Suspended"));
                writer.write(10);
                await().atMost(Duration.ofSeconds(20)).until(() -> (Long) server.getAttribute(source, "Paused") >= 3);
                assertEquals(10L, server.getAttribute(source, "LinesRead"));
                assertEquals("blocked", state());
                assertTrue(status().contains("! nginx is blocked: it is suspended over JMX"), status());
                // What it left unread is not waited for, and is counted as left.
                String left = drain("20s");
                assertEquals(1, exit);
                assertTrue(left.contains("of nginx (suspended)"), left);
                server.invoke(source, "resume", null, null);
                await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("nginx/").size() == 20);
                assertEquals(false, server.getAttribute(source, "Suspended"));
                await().atMost(Duration.ofSeconds(20)).until(() -> state().equals("idle"));
            }
            assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()));
        }
    }

    @Test
    void overJmxASourceWithoutARouteIsOff() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName on = new ObjectName("dev.caravan:type=source,name=nginx");
        ObjectName off = new ObjectName("dev.caravan:type=source,name=caddy");
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            settings.put("caravan.state-dir", directory.resolve("state").toString());
            Files.writeString(logs.resolve("access.log"), "a line\n");
            try (InProcess caravan = new InProcess(settings)) {
                await().atMost(Duration.ofSeconds(20)).until(() -> s3.lines("nginx/").size() == 1);
                await().atMost(Duration.ofSeconds(20)).until(() -> server.getAttribute(on, "State").equals("idle"));
                assertTrue(((String) server.getAttribute(on, "Following")).startsWith("following "));
                assertEquals("off", server.getAttribute(off, "State"));
                assertEquals("nothing: the source is turned off, or no route collects for it", server.getAttribute(off, "Following"));
            }
        }
    }

    private String drain(String timeout) {
        StringWriter out = new StringWriter();
        exit = new CommandLine(new DrainCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(out))
            .execute("--state-dir", directory.resolve("state").toString(), "--timeout", timeout);
        return out.toString();
    }

    @Test
    void drainDeliversWhatIsOpenOrTellsWhatIsLeftAndNeedsNoInstance() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        assertTrue(drain("1s").contains("so nothing waits"));
        assertEquals(0, exit);
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3"))); Relay relay = new Relay(s3.port());
            NumberedWriter writer = new NumberedWriter(logs.resolve("access.log"))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, relay.endpoint()));
            settings.put("caravan.state-dir", directory.resolve("state").toString());
            settings.put("caravan.deliver.attempt-timeout", "500ms");
            settings.put("caravan.batch.interval", "10m");
            writer.write(100);
            try (InProcess caravan = new InProcess(settings)) {
                await().atMost(Duration.ofSeconds(20)).until(() -> caravan.shipper().openBatchBytes("nginx") > 0);
                assertTrue(drain("60s").endsWith("all that was collected is delivered\n"));
                assertEquals(0, exit);
                assertEquals(100, s3.lines("nginx/").size());
                relay.mode(Relay.Mode.DOWN);
                writer.write(10);
                await().atMost(Duration.ofSeconds(20)).until(() -> caravan.shipper().openBatchBytes("nginx") > 0);
                String left = drain("3s");
                assertEquals(1, exit);
                assertTrue(left.matches("(?s).*1 objects \\([0-9]+ B\\) are left: nginx is blocked: cannot deliver to s3://logs.*"), left);
            }
            relay.mode(Relay.Mode.PASS);
            settings.forEach(System::setProperty);
            try {
                assertTrue(drain("60s").endsWith("all that was collected is delivered\n"));
            } finally {
                settings.keySet().forEach(System::clearProperty);
            }
            assertEquals(0, exit);
            assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()));
        }
        assertEquals(2, new CommandLine(new DrainCommand()).setErr(new PrintWriter(new StringWriter())).execute("--timeout", "soon"));
    }
}
