package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.caravan.source.file.RotatedFileFinder.Sibling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files may be the originals of an earlier copy. */
class FileHeadsTest {

    @TempDir
    Path directory;
    private Identified files;
    private FileHeads heads;
    private Path log;

    @BeforeEach
    void open() throws IOException {
        files = new Identified(directory, null);
        heads = new FileHeads(files.followed);
        log = files.logs.resolve("a.log");
    }

    @AfterEach
    void close() {
        files.close();
    }

    private Sibling sibling(String name, String text) throws IOException {
        files.write(name, text);
        return new Sibling(files.stat(name), log);
    }

    private List<Sibling> larger(Sibling file, List<Sibling> all) throws IOException {
        try (Content content = files.open(file.stat().path().getFileName().toString())) {
            return heads.larger(file, content, all);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 127, 128, 129, Fingerprint.HEAD - 1, Fingerprint.HEAD, Fingerprint.HEAD + 1})
    void aLargerFileThatBeginsAlikeIsFoundWhateverTheLength(int length) throws IOException {
        String text = "caf\u00e9 \u00fc" + "x".repeat(2000);
        String head = text.substring(0, length);
        Sibling copy = sibling("a.log.3", head);
        Sibling original = sibling("a.log.1", text);
        Sibling next = sibling("a.log.2", head + "y");
        Sibling other = sibling("a.log.4", "d" + text);
        Sibling same = sibling("a.log.5", head);
        Sibling packed = sibling("a.log.6.gz", text);
        Sibling empty = sibling("a.log.7", "");
        Sibling others = new Sibling(files.stat("a.log.1"), files.logs.resolve("b.log"));
        assertEquals(List.of(original, next), larger(copy, List.of(copy, original, next, other, same, packed, empty, others)));
        assertEquals(List.of(), larger(original, List.of(copy, original, next, other, same, packed, empty, others)));
    }

    @Test
    void theLastByteOfTheHeadDecides() throws IOException {
        Sibling copy = sibling("a.log.2", "x".repeat(Fingerprint.HEAD));
        Sibling other = sibling("a.log.1", "x".repeat(Fingerprint.HEAD - 1) + "y".repeat(10));
        assertEquals(List.of(), larger(copy, List.of(copy, other)));
    }

    /** Otherwise the copy would be read by itself, and its lines would arrive twice. */
    @Test
    void nothingIsDecidedWhileALargerFileCannotBeRead() throws IOException {
        Sibling copy = sibling("a.log.2", "x\n");
        Sibling gone = sibling("a.log.1", "x\ny\n");
        Sibling large = sibling("a.log.3", "x\ny\nz\n");
        Files.delete(gone.stat().path());
        List<Sibling> all = List.of(copy, gone, large);
        assertThrows(IOException.class, () -> larger(copy, all));
        assertEquals(List.of(), larger(large, all), "it is larger itself");
        Sibling other = new Sibling(copy.stat(), files.logs.resolve("b.log"));
        assertEquals(List.of(), larger(other, all), "it is that of another log");
        assertEquals(List.of(large), larger(copy, List.of(copy, large)), "another sweep");
    }

    @Test
    void anotherSweepForgetsWhatIsNotThereAnyMore() throws IOException {
        Sibling copy = sibling("a.log.2", "x\n");
        Sibling original = sibling("a.log.1", "x\ny\n");
        assertEquals(List.of(original), larger(copy, List.of(copy, original)));
        assertEquals(List.of(), larger(copy, List.of(copy)));
    }
}
