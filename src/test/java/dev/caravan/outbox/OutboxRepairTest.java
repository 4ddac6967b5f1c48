package dev.caravan.outbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged file of the outbox: its whole lines take its place, and the file is kept. */
class OutboxRepairTest {

    @TempDir
    Path state;
    private Path outbox;
    private final String lines = lines();

    @BeforeEach
    void folder() throws IOException {
        outbox = Files.createDirectories(state.resolve("outbox"));
    }

    /** Lines that do not compress well, so that a cut falls between lines that can be read and lines that cannot. */
    private static String lines() {
        Random random = new Random(15);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("{\"n\":").append(i).append(",\"r\":\"").append(Long.toHexString(random.nextLong())).append("\"}\n");
        }
        return text.toString();
    }

    private byte[] compressed(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(bytes) : new ZstdOutputStream(bytes)) {
            out.write(lines.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String text(Path file) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
            InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : new ZstdInputStream(raw)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.exists(state.resolve("damaged")) ? Files.walk(state.resolve("damaged")) : Stream.empty()) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.log.gz", "a.log.zst"})
    void aWholeFileStaysAsItIs(String name) throws IOException {
        byte[] whole = compressed(name);
        Path file = Files.write(outbox.resolve(name), whole);
        assertTrue(OutboxRepair.run(state, file));
        assertArrayEquals(whole, Files.readAllBytes(file));
        assertEquals(List.of(), kept());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.log.gz", "a.log.zst"})
    void theWholeLinesBeforeTheDamageAreDelivered(String name) throws IOException {
        byte[] whole = compressed(name);
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length * 2 / 3);
        Path file = Files.write(outbox.resolve(name), cut);
        assertTrue(OutboxRepair.run(state, file));
        String rescued = text(file);
        assertTrue(lines.startsWith(rescued) && rescued.endsWith("\n"), "only whole lines, in their order");
        assertTrue(rescued.length() > lines.length() / 2, rescued.length() + " of " + lines.length());
        assertEquals(1, kept().size());
        assertArrayEquals(cut, Files.readAllBytes(kept().get(0)), "the damaged file is kept as it was");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.log.gz", "a.log.zst"})
    void aFileWithoutAWholeLineLeavesTheOutbox(String name) throws IOException {
        Path file = Files.writeString(outbox.resolve(name), "no compressed file");
        assertFalse(OutboxRepair.run(state, file));
        assertFalse(Files.exists(file));
        assertEquals(1, kept().size());
        assertEquals("no compressed file", Files.readString(kept().get(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.log", "a.log.gz"})
    void anEmptyFileIsDamaged(String name) throws IOException {
        Path file = Files.createFile(outbox.resolve(name));
        assertFalse(OutboxRepair.run(state, file));
        assertFalse(Files.exists(file));
    }

    @Test
    void whatIsNotCompressedIsNotLookedInto() throws IOException {
        Path file = Files.writeString(outbox.resolve("a.log"), "half a li");
        assertTrue(OutboxRepair.run(state, file));
        assertEquals("half a li", Files.readString(file));
    }
}
