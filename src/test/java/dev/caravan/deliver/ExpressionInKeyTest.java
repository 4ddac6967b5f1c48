package dev.caravan.deliver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.caravan.batch.KeyTemplate;
import dev.caravan.testing.S3Server;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks like an expression of Camel's Simple language, in a name that somebody else has chosen, is never evaluated. */
class ExpressionInKeyTest {

    private static final List<String> HOSTILE = List.of("nginx/${exchangeId}.log", "nginx/$simple{exchangeId}.log", "${body}.log",
        "nginx/${bean:delivery?method=isBusy}/a.log", "${exchangeProperty.CaravanKey}.log", "nginx/${", "nginx/{{caravan.bucket}}.log",
        "nginx/${unknown}.log");

    @TempDir
    Path directory;

    @Test
    void aFileOfTheOutboxIsDeliveredUnderItsNameLiterally() throws Exception {
        try (S3Server s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
            Deliverer deliverer = new Deliverer(directory.resolve("state"), s3.endpoint(), Deliverer.SHIPPED, true)) {
            for (String key : HOSTILE) {
                deliverer.put(key, key + "\n");
            }
            await().until(() -> deliverer.waiting().isEmpty());
            assertEquals(new TreeSet<>(HOSTILE), new TreeSet<>(s3.keys()));
            for (String key : HOSTILE) {
                assertEquals(key + "\n", new String(s3.bytes(key), StandardCharsets.UTF_8));
            }
        }
    }

    /** A source's name may be that of a log file, and so be anybody's choice. */
    @ParameterizedTest
    @ValueSource(strings = {"zeek-${exchangeId}", "$simple{body}", "{{caravan.bucket}}", "${bean:delivery}/${body}"})
    void noKeyThatCaravanMakesHasOne(String name) {
        String key = new KeyTemplate("{source}/{host}_{seq}.{ext}", "web-${body}", "k3f9x2").key(name, name, Instant.EPOCH, 1, "log", 1);
        assertFalse(key.contains("$") || key.contains("{") || key.contains("}"), key);
    }
}
