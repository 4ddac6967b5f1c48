package dev.caravan.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationFileTest {

    private static final Destination LOGS = Destination.of("logs", null);
    private static final Destination OTHER = Destination.of("logs", "http://store:9000");

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("destination");
    }

    @Test
    void nothingIsRememberedBeforeAnObjectIsStored() throws IOException {
        DestinationFile file = DestinationFile.read(directory);
        assertNull(file.stored());
        file.use(LOGS);
        assertNull(file.stored());
        assertNull(file.fact("conditional"));
        assertThrows(IllegalStateException.class, () -> file.remember("conditional", "yes"));
        assertFalse(Files.exists(file()));
        file.objectIsStored();
        assertEquals(LOGS, DestinationFile.read(directory).stored());
        assertFalse(Files.readString(file()).contains("endpoint"), Files.readString(file()));
    }

    @Test
    void factsAreKeptUntilObjectsGoElsewhere() throws IOException {
        DestinationFile file = DestinationFile.read(directory);
        file.use(OTHER);
        file.objectIsStored();
        file.remember("conditional", "yes");
        file.remember("other", "x");
        file.remember("other", null);
        DestinationFile again = DestinationFile.read(directory);
        again.use(OTHER);
        assertEquals(OTHER, again.stored());
        assertEquals("yes", again.fact("conditional"));
        assertNull(again.fact("other"));
        again.use(LOGS);
        assertNull(again.fact("conditional"));
        again.objectIsStored();
        assertNull(again.fact("conditional"));
        assertEquals(LOGS, DestinationFile.read(directory).stored());
    }

    @Test
    void whatALaterProgramAddsIsKeptOrPassedOver() throws IOException {
        Files.writeString(file(), "{\"version\":1,\"bucket\":\"logs\",\"later\":\"text\",\"more\":{\"a\":[1]},\"n\":7}");
        DestinationFile file = DestinationFile.read(directory);
        file.use(LOGS);
        file.remember("own", "fact");
        file = DestinationFile.read(directory);
        file.use(LOGS);
        assertEquals("text", file.fact("later"));
        assertEquals("fact", file.fact("own"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[1]", "{\"version\":1}", "{\"version\":1,\"bucket\":\"\"}", "{\"bucket\":\"logs\"}",
        "{\"version\":\"one\",\"bucket\":\"logs\"}", "{\"version\":1,\"bucket\":\"lo"})
    void aDamagedOneIsKeptAside(String content) throws IOException {
        Files.writeString(file(), content);
        assertNull(DestinationFile.read(directory).stored());
        assertFalse(Files.exists(file()));
        try (var kept = Files.walk(directory.resolve("damaged"))) {
            assertEquals(1, kept.filter(f -> f.endsWith("destination")).count());
        }
    }

    @Test
    void aNewerOneIsRefusedAndLeftAsItIs() throws IOException {
        Files.writeString(file(), "{\"version\":2,\"buckets\":[\"logs\"]}");
        IOException e = assertThrows(IOException.class, () -> DestinationFile.read(directory));
        assertTrue(e.getMessage().contains("is of version 2") && !(e instanceof UnwritableException), e.getMessage());
        assertTrue(Files.exists(file()));
    }

    @ParameterizedTest
    @CsvSource({
        ", s3://b",
        "'  ', s3://b",
        "https://s3.eu-central-1.amazonaws.com, s3://b",
        "https://vpce-1.s3.eu-central-1.vpce.amazonaws.com/, s3://b",
        "https://s3.cn-north-1.amazonaws.com.cn, s3://b",
        "HTTPS://Store.Example:443/, s3://b at https://store.example",
        "http://user:secret@store.example:9000, s3://b at http://store.example:9000",
        "http://store.example:80/path/, s3://b at http://store.example/path",
        "http://amazonaws.com.example, s3://b at http://amazonaws.com.example"})
    void oneStoreHasOneName(String endpoint, String text) {
        assertEquals(text, Destination.of("b", endpoint).toString());
    }
}
