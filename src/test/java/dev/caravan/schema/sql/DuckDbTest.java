package dev.caravan.schema.sql;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.parse.Schemas;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The views that {@code caravan schema --sql duckdb} prints, on real objects. DuckDB itself is there with {@code -Preaders}. */
class DuckDbTest {

    private static final String KEY = "{source}/{yyyy}/{MM}/{dd}/{timestamp}_{host}_{seq}.{ext}";

    @TempDir
    Path directory;

    private static Connection duckDb() throws SQLException {
        assumeTrue(DriverManager.drivers().anyMatch(d -> d.getClass().getName().startsWith("org.duckdb.")),
            "DuckDB is not on the class path: mvn test -Preaders -Dtest=DuckDbTest");
        return DriverManager.getConnection("jdbc:duckdb:");
    }

    @ParameterizedTest
    @CsvSource({"gzip, json", "zstd, jsonl", "none, ndjson"})
    void theViewReadsWhatWasDelivered(String compression, String extension) throws Exception {
        try (Connection db = duckDb(); S3Server s3 = new S3Server(Files.createDirectories(directory.resolve("s3")))) {
            Path logs = Files.createDirectories(directory.resolve("logs"));
            Files.writeString(logs.resolve("auth.log"), """
                2026-11-25T10:00:00.123456+01:00 web1 sshd[1852]: Accepted publickey for alice from 203.0.113.7 port 50000 ssh2: RSA SHA256:x
                2026-11-25T10:00:01.123456+01:00 web1 CRON[7]: pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)
                """);
            Map<String, String> settings = new HashMap<>(Map.of("caravan.bucket", S3Server.BUCKET,
                "camel.component.aws2-s3.uri-endpoint-override", s3.endpoint(), "camel.component.aws2-s3.override-endpoint", "true",
                "camel.component.aws2-s3.force-path-style", "true", "camel.component.aws2-s3.region", "us-east-1",
                "camel.component.aws2-s3.access-key", "a", "camel.component.aws2-s3.secret-key", "b",
                "caravan.source.auth.directory", logs.toString(), "caravan.state-dir", directory.resolve("state").toString(),
                "caravan.batch.interval", "200ms"));
            for (String off : new String[] {"nginx", "nginx-error", "netstat"}) {
                settings.put("caravan.source." + off + ".enabled", "false");
            }
            settings.put("caravan.batch.compression", compression);
            settings.put("caravan.batch.json-extension", extension);
            try (InProcess caravan = new InProcess(settings)) {
                await().atMost(Duration.ofSeconds(20)).until(() -> !caravan.delivered().isEmpty());
            }
            assertTrue(s3.keys().get(0).matches("auth/.*\\." + extension + "(\\.gz|\\.zst)?"), s3.keys().toString());
            String view = SqlTable.of(SqlDialect.DUCKDB, Schemas.load("auth"), S3Server.BUCKET, KEY, "auth")
                .replace("s3://" + S3Server.BUCKET, directory.resolve("s3").resolve(S3Server.BUCKET).toString());
            try (Statement statement = db.createStatement()) {
                statement.execute(view);
                try (ResultSet row = statement.executeQuery(
                    "SELECT src_ip, epoch_ms(time) AS ms, pid FROM auth WHERE \"user\" = 'alice'")) {
                    assertTrue(row.next());
                    assertEquals("203.0.113.7", row.getString(1));
                    assertEquals(1_795_597_200_123L, row.getLong(2));
                    assertEquals(1852, row.getLong(3));
                }
                try (ResultSet count = statement.executeQuery("SELECT count(*) FROM auth")) {
                    count.next();
                    assertEquals(2, count.getLong(1));
                }
            }
        }
    }

    @Test
    void everyViewIsUnderstood() throws Exception {
        try (Connection db = duckDb(); Statement statement = db.createStatement()) {
            Path objects = Files.createDirectories(directory.resolve("x/2026/11/25"));
            Files.writeString(objects.resolve("a.json"), "{}\n");
            for (String name : Schemas.names()) {
                statement.execute(SqlTable.of(SqlDialect.DUCKDB, Schemas.load(name), "b", KEY, "x").replace("s3://b", directory.toString()));
                try (ResultSet count = statement.executeQuery("SELECT count(*) FROM x")) {
                    count.next();
                    assertEquals(1, count.getLong(1), name);
                }
            }
        }
    }
}
