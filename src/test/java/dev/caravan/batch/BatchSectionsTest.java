package dev.caravan.batch;

import static dev.caravan.batch.OpenBatches.section;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.pipeline.TestBlock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A block's sections are stored with it or not at all. */
class BatchSectionsTest {

    @TempDir
    Path directory;
    private OpenBatches open;
    private Batch batch;

    @BeforeEach
    void open() throws IOException {
        open = new OpenBatches(directory);
        batch = open.batch();
    }

    @AfterEach
    void close() throws IOException {
        open.close();
    }

    private Map<String, String> sealed() throws IOException {
        batch.seal(Event.SEALED_BY_SIZE);
        return open.outbox();
    }

    @Test
    void eachOutputAndKindBecomesAnObjectOfTheSameSeal() throws IOException {
        Block block = TestBlock.of("main\n").with(section("other", "log", "a\n")).with(section("other", "json", "{}\n"))
            .with(section("other", "log", "b\n")).withUnparsed("{\"x\":1}\n".getBytes(StandardCharsets.UTF_8), 1);
        batch.append(block, "test", false);
        assertEquals(Map.of("test/web1_i-000001.log", "main\n", "other/web1_i-test-000001.log", "a\nb\n",
            "other/web1_i-test-000001.json", "{}\n", "unparsed/test/web1_i-000001.json", "{\"x\":1}\n"), sealed());
        assertEquals(4, open.space().arrived(), "delivery is told of each");
    }

    @Test
    void anOutputThatLooksLikeAnotherOneWithItsExtensionIsAnObjectOfItsOwn() throws IOException {
        batch.append(TestBlock.of("1\n").with(section("a", "b.log", "2\n")).with(section("a.b", "log", "3\n")), "test", false);
        assertEquals(Map.of("test/web1_i-000001.log", "1\n", "a/web1_i-test-000001.b.log", "2\n", "a.b/web1_i-test-000001.log", "3\n"), sealed());
    }

    @Test
    void outputsThatAreOneKeyAreOneObject() throws IOException {
        batch.append(TestBlock.of("1\n").with(section("a b", "log", "2\n")).with(section("a_b", "log", "3\n")), "/a+b/", false);
        assertEquals(Map.of("a_b/web1_i-test-000001.log", "1\n2\n3\n"), sealed());
    }

    @Test
    void ofABlockThatCannotBeReadAgainNothingStaysWhenOneOfItsSectionsCannotBeWritten() throws IOException {
        batch.append(TestBlock.of("first\n"), "test", true);
        String tooLong = "x".repeat(100) + "/" + "y".repeat(100) + "/" + "z".repeat(100);
        Block bad = TestBlock.of("second\n").with(section("new", "log", "n\n")).with(section(tooLong, "log", "z\n"));
        assertThrows(BatchNotStoredException.class, () -> batch.append(bad, "test", true));
        batch.append(TestBlock.of("second\n"), "test", true);
        assertEquals(Map.of("test/web1_i-000001.log", "first\nsecond\n"), sealed(), "it would be there twice, or an object empty");
    }
}
