package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.logging.LogFormatter;
import dev.caravan.source.file.Logs;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.S3Server;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody looks for a fault with all loggers at their finest level, and sends the log to somebody else. */
class SecretsTest {

    @TempDir
    Path directory;

    private static String told(Handler handler, ByteArrayOutputStream bytes) {
        handler.flush();
        return bytes.toString(StandardCharsets.UTF_8).lines().filter(l -> l.matches("[^ ]+ [^ ]+ (WARNING|SEVERE) .*")).limit(30)
            .collect(java.util.stream.Collectors.joining("\n"));
    }

    @Test
    void noLevelPrintsKeysOrTokens() throws Exception {
        Path logs = Files.createDirectory(directory.resolve("logs"));
        Logs.append(logs.resolve("access.log"), Logs.lines(0, 10));
        Logger root = Logger.getLogger("");
        Logger server = Logger.getLogger("org.gaul");
        Logger management = Logger.getLogger("javax.management");
        Level before = root.getLevel();
        Handler[] handlers = root.getHandlers();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StreamHandler handler = new StreamHandler(bytes, new LogFormatter());
        handler.setLevel(Level.ALL);
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
            settings.put("caravan.state-dir", directory.resolve("state").toString());
            settings.put("caravan.deliver.attempt-timeout", "30s");
            settings.put("camel.component.aws2-s3.access-key", "MARKERACCESS00000001");
            settings.put("camel.component.aws2-s3.secret-key", "MARKER/secret+0123456789abcdef");
            settings.put("camel.component.aws2-s3.use-session-credentials", "true");
            settings.put("camel.component.aws2-s3.session-token", "MARKER/token+0123456789abcdef==");
            for (Handler other : handlers) {
                root.removeHandler(other);
            }
            root.addHandler(handler);
            // The server in the test, which is not ours.
            server.setLevel(Level.OFF);
            // Java's own, which writes a hundred thousand lines about the attributes of beans.
            management.setLevel(Level.OFF);
            root.setLevel(Level.ALL);
            try (InProcess caravan = new InProcess(settings)) {
                // The server does not know session tokens, so it refuses the request; it was sent.
                await().atMost(Duration.ofSeconds(60)).until(() -> told(handler, bytes).contains("cannot deliver to s3://logs"));
            }
        } finally {
            root.setLevel(before);
            server.setLevel(null);
            management.setLevel(null);
            root.removeHandler(handler);
            for (Handler other : handlers) {
                root.addHandler(other);
            }
        }
        handler.flush();
        String text = bytes.toString(StandardCharsets.UTF_8);
        // Those that would print them do speak.
        assertTrue(text.toLowerCase(java.util.Locale.ROOT).contains("x-amz-security-token"), "the SDK does not log at this level");
        assertTrue(text.contains("***"));
        assertFalse(text.contains("MARKER"), () -> text.lines().filter(l -> l.contains("MARKER")).limit(5).toList().toString());
    }
}
