package dev.caravan.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a machine whose language has digits of its own, keys have none of them, and a batch is recovered. */
class LocaleTest {

    private final Locale before = Locale.getDefault();
    @TempDir
    Path directory;

    @BeforeEach
    void arabic() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        assertEquals("\u0661", String.format("%d", 1), "this Java does not know the digits");
    }

    @AfterEach
    void back() {
        Locale.setDefault(before);
    }

    @Test
    void keysAndTheOutputOfCommandsAreTheSameEverywhere() throws IOException {
        try (OpenBatches open = new OpenBatches(directory)) {
            open.appendRun("a\n");
            open.restart();
            open.batches().recover();
            assertEquals(Map.of("test/web1_i-000001.log", "a\n"), open.outbox());
        }
    }
}
