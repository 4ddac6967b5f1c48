package dev.caravan.parse.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.schema.Field;
import dev.caravan.schema.RecordType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** What another JSON library reads must be what was written, whatever that was. */
class RecordWriterTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SerializableString NAME = RecordWriter.name("a \"name\"");
    private static final SerializableString OTHER = RecordWriter.name("b");

    private final RecordWriter record = new RecordWriter();

    @Property(tries = 5000)
    void anyBytesAreReadAsTheTextTheyStandFor(@ForAll("bytes") byte[] bytes) throws IOException {
        record.clear();
        record.begin();
        record.text(NAME, bytes, 0, bytes.length);
        record.text(OTHER, "after");
        record.end();
        JsonNode read = read();
        assertEquals(new String(bytes, StandardCharsets.UTF_8), read.get("a \"name\"").textValue());
        assertEquals("after", read.get("b").textValue());
        assertTrue(Utf8.isValid(record.bytes(), 0, record.size()));
    }

    @Test
    void aFieldThatIsNotDeclaredIsRefused() throws IOException {
        record.declare(RecordType.of("x", "Custom.X", "Records of a test", Field.text("b", "A text")));
        record.begin();
        AssertionError e = assertThrows(AssertionError.class, () -> record.text(NAME, "x"));
        assertEquals("the records x have no field a \"name\"", e.getMessage());
        record.text(OTHER, "y");
        record.end();
        assertEquals("{\"b\":\"y\"}", read().toString());
        record.declare(RecordType.UNDECLARED);
        record.text(NAME, "any");
    }

    @Property(tries = 1000)
    void anyNumberIsReadAsItself(@ForAll long number) throws IOException {
        record.clear();
        record.begin();
        record.number(NAME, number);
        record.end();
        assertEquals(number, read().get("a \"name\"").longValue());
    }

    @Test
    void listsAndLiterals() {
        record.begin();
        record.field(NAME);
        record.beginList();
        record.value("x\ty");
        record.value(-12);
        record.value(0);
        record.literal("null");
        record.endList();
        record.bool(OTHER, true);
        record.texts(OTHER, List.of());
        record.texts(OTHER, List.of("1", "2"));
        record.number(OTHER, "1.50");
        record.end();
        assertEquals("{\"a \\\"name\\\"\":[\"x\\ty\",-12,0,null],\"b\":true,\"b\":[],\"b\":[\"1\",\"2\"],\"b\":1.50}\n", written());
    }

    @Test
    void aDiscardedRecordLeavesNothing() {
        record.begin();
        record.text(NAME, "kept");
        record.end();
        record.begin();
        record.text(OTHER, "not");
        record.beginList();
        record.discard();
        record.begin();
        record.end();
        assertEquals("{\"a \\\"name\\\"\":\"kept\"}\n{}\n", written());
        assertEquals(2, record.records());
    }

    private JsonNode read() throws IOException {
        assertEquals('\n', record.bytes()[record.size() - 1]);
        return JSON.readTree(record.bytes(), 0, record.size());
    }

    private String written() {
        return new String(record.bytes(), 0, record.size(), StandardCharsets.UTF_8);
    }

    @Provide
    Arbitrary<byte[]> bytes() {
        Arbitrary<Byte> plain = Arbitraries.of((byte) 'a', (byte) '/', (byte) ' ');
        Arbitrary<Byte> odd = Arbitraries.of((byte) '"', (byte) '\\', (byte) '\t', (byte) 0, (byte) 0xc3, (byte) 0xa9, (byte) 0xff);
        return Arbitraries.frequencyOf(Tuple.of(8, plain), Tuple.of(2, odd), Tuple.of(1, Arbitraries.bytes()))
            .array(byte[].class).ofMaxSize(70);
    }
}
