package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.parse.Parsers;
import dev.caravan.parse.Schemas;
import dev.caravan.parse.core.LineFormat;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.TestBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Panther's data model of the auth records: it names fields that there are, and its program finds the events. */
class DataModelTest {

    private static final Path MODEL = Path.of("src/main/panther");

    @TempDir
    Path directory;

    @Test
    void itsFieldsAreThoseOfTheSchema() throws IOException {
        Map<?, ?> model = (Map<?, ?>) new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(MODEL.resolve("caravan_auth_data_model.yml")));
        Schema schema = Schemas.load("auth");
        assertEquals(List.of(schema.name()), model.get("LogTypes"));
        for (Object mapping : (List<?>) model.get("Mappings")) {
            Object path = ((Map<?, ?>) mapping).get("Path");
            if (path != null) {
                assertNotNull(schema.field(path.toString()), path.toString());
            }
        }
    }

    @Test
    void anAttemptToLogInCountsOnce() throws Exception {
        String lines =
            """
                2026-11-25T10:00:00+00:00 web1 sshd[7]: Invalid user bob from 203.0.113.7 port 5
                2026-11-25T10:00:00+00:00 web1 sshd[7]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7
                2026-11-25T10:00:01+00:00 web1 sshd[7]: Failed password for invalid user bob from 203.0.113.7 port 5 ssh2
                2026-11-25T10:00:02+00:00 web1 sshd[8]: Accepted publickey for alice from 203.0.113.7 port 5 ssh2: RSA SHA256:x
                2026-11-25T10:00:02+00:00 web1 sshd[8]: pam_unix(sshd:session): session opened for user alice(uid=1000) by (uid=0)
                2026-11-25T10:00:03+00:00 web1 useradd[9]: new user: name=eve, UID=1001, GID=1001, home=/home/eve, shell=/bin/sh, from=none
                """;
        Block records = new LineFormat(new Parsers(ZoneOffset.UTC).get("syslog")).parse(TestBlock.of(lines));
        Files.writeString(directory.resolve("panther_event_type_helpers.py"), "def __getattr__(name):\n    return name.lower()\n");
        Files.writeString(directory.resolve("run.py"), """
            import json, sys
            sys.path.insert(0, sys.argv[1])
            import caravan_auth_data_model as model
            print([model.get_event_type(json.loads(line)) for line in open(sys.argv[2])])
            """);
        Path file = Files.writeString(directory.resolve("records"), records.toString());
        Process process;
        try {
            process = new ProcessBuilder("python3", "-B", directory.resolve("run.py").toString(), MODEL.toAbsolutePath().toString(),
                file.toString()).redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(false, "python3 is not installed: " + e.getMessage());
            return;
        }
        String printed = new String(process.getInputStream().readAllBytes()).trim();
        process.waitFor(30, TimeUnit.SECONDS);
        assertEquals("[None, None, 'failed_login', 'successful_login', None, 'user_account_created']", printed);
    }
}
