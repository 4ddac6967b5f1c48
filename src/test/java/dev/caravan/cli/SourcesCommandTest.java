package dev.caravan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SourcesCommandTest {

    private static final String FOLDER = "camel.main.routes-reload-directory";
    private static final String ENABLED = "caravan.source.caddy.enabled";

    @TempDir
    Path routes;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void forget() {
        System.clearProperty(FOLDER);
        System.clearProperty(ENABLED);
    }

    private int run(String... arguments) {
        return new CommandLine(new SourcesCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @Test
    void sourcesOfAllFilesThatHoldAreListed() throws Exception {
        Files.writeString(routes.resolve("netstat.yaml"), "enabled: false");
        Files.writeString(routes.resolve("web.yaml"), Files.readString(Path.of("routes/nginx.yaml"))
            .replace("/var/log/nginx", "/srv/logs").replace("batch-sink?source=nginx", "batch-sink?source=web-{name}"));
        System.setProperty(FOLDER, routes.toString());
        System.setProperty(ENABLED, "true");
        assertEquals(0, run(), err.toString());
        assertTrue(out.toString().matches("(?s).*\\nnginx +on +/srv/logs/access.log +web-NAME/ +" + routes + "/web.yaml\\n.*"), out.toString());
        assertTrue(out.toString().matches("(?s).*\\ncaddy +on +/var/log/caddy/access.log +caddy/ +comes with Caravan\\n.*"), out.toString());
        assertTrue(out.toString().matches("(?s).*\\nusers +off +who every 60s +users/ +comes with Caravan\\n.*"), out.toString());
        assertTrue(out.toString().matches("(?s).*\\nauth +on +(/var/log/auth.log|the journal \\(SYSLOG_FACILITY=4 .*\\)) +auth/ .*"),
            out.toString());
        assertFalse(out.toString().contains("\nnetstat "), out.toString());
        assertEquals(1, out.toString().split("\nnginx ", -1).length - 1, out.toString());
    }

    @Test
    void aFileWithAMistakeAndAWrongSettingAreNamed() throws Exception {
        System.setProperty(FOLDER, routes.toString());
        Files.writeString(routes.resolve("mine.yaml"), "- route: [");
        assertEquals(1, run("--on"));
        assertTrue(err.toString().contains(routes.resolve("mine.yaml") + ", line 1"), err.toString());
        assertFalse(out.toString().contains(" off "), out.toString());
        System.setProperty(ENABLED, "yes");
        assertEquals(2, run());
        assertTrue(err.toString().contains(ENABLED + " is \"yes\": it must be true or false"), err.toString());
    }
}
