package dev.caravan.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in the file is what the checksum is of: fields of a later program pass, a changed byte does not. */
class CheckpointTest {

    private static final Path FILE = Path.of("checkpoint.json");
    private static final Checkpoint ONE = new Checkpoint("nginx", 1764081627000L, 7, 3,
        List.of(new Checkpoint.Part("000007~1~log~nginx.part", "nginx/7.log", "s3://logs at http://store:9000")),
        List.of(new Checkpoint.Part("000006~1~log~nginx.part", "nginx/6.log", null)),
        List.of(FileCheckpoint.start(1, "/var/log/nginx/äccess.log", 5, 6).after(FileEvent.PREEXISTING).withRealPath("/srv/access.log").withSize(7)),
        false, 9, List.of("/var/log/nginx"), "file");

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        assertEquals(ONE, Checkpoint.parse(FILE, ONE.bytes()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"version\" : 2, \"later\" : {\"a\" : [1, {\"b\" : null}]}, \"source\" : \"nginx\"",
        "{ \n\n \"later\" : \"ä\\u00e4\", \"version\":2,\"source\" : \"nginx\"",
        "{\"version\" : 2, \"source\" : \"nginx\", \"later\" : 123456789012345678901234567890"})
    void fieldsThatAreNotKnownPass(String head) throws IOException {
        String inner = inner().replaceFirst("(?s)^\\{.*?\"source\" : \"nginx\"", head.replace("\\", "\\\\"));
        assertTrue(inner.contains("later"), inner);
        String position = inner.replace("\"inode\" : 6", "\"inode\" : 6, \"birth\" : 17, \"seen\" : [ ]");
        assertTrue(position.contains("birth"), position);
        for (String content : List.of(inner, position)) {
            assertEquals(ONE, Checkpoint.parse(FILE, file(content, content)));
            assertEquals(ONE, Checkpoint.parse(FILE, ("\n\n{ \"new\" : [ ], \"checkpoint\":" + content + " , \"crc32c\" : "
                + crc(content) + "}").getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** A checksum that is right says nothing of what was never there. */
    @ParameterizedTest
    @ValueSource(strings = {"source", "sealed", "files", "file", "key", "path"})
    void whatMustBeThereIsAskedFor(String field) throws IOException {
        String without = inner().replaceFirst("\"" + field + "\" : ", "\"not-" + field + "\" : ");
        assertTrue(without.contains("not-" + field), without);
        assertThrows(Checkpoint.Unreadable.class, () -> Checkpoint.parse(FILE, file(without, without)));
    }

    @Test
    void anyByteThatIsChangedIsFound() throws IOException {
        String inner = inner();
        byte[] good = inner.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            byte[] content = file(inner, new String(bad, StandardCharsets.ISO_8859_1));
            // A version that looks newer is refused before it is looked at.
            assertThrows(IOException.class, () -> Checkpoint.parse(FILE, content), "byte " + i);
        }
        assertThrows(Checkpoint.Unreadable.class, () -> Checkpoint.parse(FILE, file(inner, inner + " ".repeat(3) + "{")));
        assertThrows(Checkpoint.Unreadable.class, () -> Checkpoint.parse(FILE,
            new String(ONE.bytes(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16BE)));
    }

    @Test
    void aNewerOneIsRefusedWhateverItHas() {
        for (String rest : List.of("", ",\"sealed\":{\"a\":1},\"files\":7", ",\"files\":null")) {
            IOException e = assertThrows(IOException.class, () -> Checkpoint.parse(FILE,
                ("{\"crc32c\":1,\"checkpoint\":{\"version\":4" + rest + "}}").getBytes(StandardCharsets.UTF_8)));
            assertTrue(e.getMessage().contains("is of version 4, this program knows up to 3"), e.getMessage());
        }
    }

    private static String inner() throws IOException {
        String text = new String(ONE.bytes(), StandardCharsets.UTF_8);
        return text.substring(text.indexOf("{", 1), text.lastIndexOf('}')).strip();
    }

    /** A file with the checksum of one content, and another content. */
    private static byte[] file(String of, String content) {
        return ("{\n\"crc32c\" : " + crc(of) + ",\n\"checkpoint\" : " + content + "\n}\n").getBytes(
            content.equals(of) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static long crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
