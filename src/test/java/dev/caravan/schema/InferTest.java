package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferTest {

    static Schema infer(String... lines) {
        return infer(new Infer(true), lines);
    }

    private static Schema infer(Infer infer, String... lines) {
        for (String line : lines) {
            infer.add(JsonText.object(line));
        }
        return infer.schema("Custom.Test");
    }

    private static List<String> names(Schema schema) {
        return schema.fields().stream().map(Field::name).toList();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"1,BIGINT", "-5,BIGINT", "9223372036854775807,BIGINT", "9223372036854775808,FLOAT",
        "1.0,FLOAT", "1e3,FLOAT", "0.5,FLOAT", "true,BOOLEAN", "false,BOOLEAN", "{\"b\":1},OBJECT", "[1],ARRAY"})
    void aJsonValueHasTheTypeOfItsForm(String json, ValueType type) {
        assertEquals(type, infer("{\"a\":" + json + "}").field("a").value().type());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', value = {"1,BIGINT", "022,BIGINT", "-5,BIGINT", "+5,BIGINT", "9223372036854775808,FLOAT", "1.5,FLOAT",
        "1e5,FLOAT", "NaN,FLOAT", "inf,FLOAT", "-Infinity,FLOAT", "0x1p-2,FLOAT", "1_000,FLOAT", "1e400,STRING", "t,BOOLEAN", "FALSE,BOOLEAN",
        "0,BIGINT", "yes,STRING", "``,STRING", "2023-04-16T10:15:00Z,TIMESTAMP", "2023-04-16T10:15:00.123+02:00,TIMESTAMP",
        "2023-04-16 10:15:00,STRING", "Recv-Q,STRING", "-,STRING"})
    void aStringBecomesTheFirstTypeThatGoParsesItAs(String text, ValueType type) {
        assertEquals(type, infer("{\"a\":\"" + text + "\"}").field("a").value().type());
    }

    @Test
    void aTimestampHasTheFormatRfc3339AndIsNoEventTime() {
        assertEquals(Value.timestamp(List.of("rfc3339"), false),
            infer("{\"a\":\"2023-04-16T10:15:00Z\"}").field("a").value());
    }

    @Test
    void aStringGetsTheFirstIndicatorThatFits() {
        assertEquals(List.of("ip"), infer("{\"a\":\"203.0.113.7\"}").field("a").value().indicators());
        assertEquals(List.of("url"), infer("{\"a\":\"https://example.com/\"}").field("a").value().indicators());
        assertEquals(List.of("aws_arn"), infer("{\"a\":\"arn:aws:s3:::b\"}").field("a").value().indicators());
        assertEquals(List.of(), infer("{\"a\":\"\"}").field("a").value().indicators());
    }

    @Test
    void withoutCoercionStringsStayStringsButTimesAndIndicatorsAreSeen() {
        Schema schema = infer(new Infer(false),
            "{\"n\":\"1\",\"f\":\"1.5\",\"b\":\"true\",\"t\":\"2023-04-16T10:15:00Z\",\"ip\":\"::1\",\"real\":1}");
        assertEquals(ValueType.STRING, schema.field("n").value().type());
        assertEquals(ValueType.STRING, schema.field("f").value().type());
        assertEquals(ValueType.STRING, schema.field("b").value().type());
        assertEquals(ValueType.TIMESTAMP, schema.field("t").value().type());
        assertEquals(List.of("ip"), schema.field("ip").value().indicators());
        assertEquals(ValueType.BIGINT, schema.field("real").value().type());
    }

    @Test
    void aFieldIsRequiredWhenEachRecordHasIt() {
        Schema schema = infer("{\"a\":1,\"b\":1}", "{\"a\":2,\"b\":2}", "{\"a\":3}", "{\"a\":4,\"b\":4}");
        assertTrue(schema.field("a").required());
        assertFalse(schema.field("b").required(), "a field that was missing once is never required again");
    }

    @Test
    void nullCountsAsMissing() {
        Schema schema = infer("{\"a\":1,\"b\":null}", "{\"a\":null,\"b\":null}");
        assertFalse(schema.field("a").required());
        assertNull(schema.field("b"), "nothing is known of a field that is always null");
    }

    @Test
    void emptyTextZeroAndFalseCountAsPresent() {
        Schema schema = infer("{\"a\":\"\",\"b\":0,\"c\":false}", "{\"a\":\"x\",\"b\":1,\"c\":true}");
        assertTrue(schema.fields().stream().allMatch(Field::required));
    }

    @Test
    void aFieldThatComesLaterIsNotRequired() {
        assertFalse(infer("{\"a\":1}", "{\"a\":1,\"b\":1}").field("b").required());
    }

    @Test
    void afterARecordWithoutFieldsNoneIsRequired() {
        assertFalse(infer("{}", "{\"a\":1}", "{\"a\":2}").field("a").required());
    }

    @Test
    void recordsWithTheSameKeysGiveFieldsInTheOrderOfTheirBytes() {
        // U+10000 comes after U+FFFD in UTF-8, but before it in Java's order.
        Schema schema = infer("{\"b\":1,\"a_b\":1,\"B\":1,\"\ud800\udc00\":1,\"\ufffd\":1}",
            "{\"\ufffd\":1,\"B\":1,\"a_b\":1,\"b\":1,\"\ud800\udc00\":1}");
        assertEquals(List.of("B", "a_b", "b", "\ufffd", "\ud800\udc00"), names(schema));
    }

    @Test
    void afterAMergeFieldsOfTheRootComeFirstThenThoseOfTheLineThenTheCommonOnes() {
        assertEquals(List.of("b", "z", "a", "c"), names(infer("{\"a\":1,\"b\":1,\"c\":1}", "{\"c\":1,\"z\":1,\"a\":1}")));
    }

    @Test
    void theCommonFieldsKeepTheOrderOfTheRoot() {
        // The second line makes the order b, z, a, c; in the third line b is missing.
        assertEquals(List.of("b", "z", "a", "c"),
            names(infer("{\"a\":1,\"b\":1,\"c\":1}", "{\"c\":1,\"z\":1,\"a\":1}", "{\"a\":1,\"c\":1,\"z\":1}")));
    }

    @Test
    void anArrayIsOfWhatHoldsAllItsElements() {
        assertEquals(Value.array(Value.of(ValueType.FLOAT)), infer("{\"a\":[1,1.5,null]}").field("a").value());
        assertEquals(Value.array(Value.of(ValueType.STRING)), infer("{\"a\":[1,\"x\"]}").field("a").value());
        assertEquals(Value.array(Value.of(ValueType.JSON)), infer("{\"a\":[1,{}]}").field("a").value());
    }

    @Test
    void anEmptyArrayTakesTheElementsOfALaterOne() {
        Schema schema = infer("{\"a\":[]}", "{\"a\":[1]}");
        assertEquals(Value.array(Value.of(ValueType.BIGINT)), schema.field("a").value());
        assertTrue(schema.field("a").required());
    }

    @Test
    void objectsWithoutFieldsAndArraysWithoutElementsAreDropped() {
        assertEquals(List.of("z"), names(infer("{\"a\":[],\"b\":{},\"c\":{\"d\":[{}]},\"e\":[[]],\"f\":[null],\"z\":1}")));
    }

    @Test
    void recordsWithoutAnyKnownFieldGiveNoSchema() {
        assertNull(infer("{}", "{\"a\":null}", "{\"b\":{}}"));
        assertNull(infer());
    }

    @Test
    void typesThatAreOnlyEverDeclaredAreNeverProduced() {
        Schema schema = infer("{\"status\":200,\"ts\":1681603201.5,\"name\":\"web1\",\"json\":\"{}\"}");
        assertEquals(List.of(ValueType.STRING, ValueType.STRING, ValueType.BIGINT, ValueType.FLOAT),
            schema.fields().stream().map(field -> field.value().type()).toList());
    }

    @Property(tries = 500)
    void eachRecordFitsTheSchemaThatWasMadeOfAll(@ForAll("recordLists") List<Map<String, Object>> records,
        @ForAll boolean coerce) {
        Infer infer = new Infer(coerce);
        records.forEach(infer::add);
        Schema schema = infer.schema("Custom.Test");
        if (schema != null) {
            SchemaValidator validator = new SchemaValidator(schema);
            for (Map<String, Object> record : records) {
                assertEquals(List.of(), validator.check(record).problems(), () -> record + "\n" + SchemaYaml.print(schema));
            }
        }
    }

    @Property(tries = 200)
    void aSecondLookAtTheSameRecordsChangesNoTypes(@ForAll("recordLists") List<Map<String, Object>> records) {
        Infer once = new Infer(true);
        records.forEach(once::add);
        Infer twice = new Infer(true);
        records.forEach(twice::add);
        records.forEach(twice::add);
        Schema a = once.schema("Custom.Test");
        if (a != null) {
            Schema b = twice.schema("Custom.Test");
            a.fields().forEach(field -> {
                assertEquals(field.value().type(), b.field(field.name()).value().type());
                assertEquals(field.required(), b.field(field.name()).required());
            });
        }
    }

    @Provide
    Arbitrary<List<Map<String, Object>>> recordLists() {
        return Records.objects(3).list().ofMinSize(1).ofMaxSize(6);
    }

    /** Random records; few names and telling values, so that they meet. */
    static final class Records {

        private Records() {
        }

        static Arbitrary<Map<String, Object>> objects(int depth) {
            return Arbitraries.maps(Arbitraries.of("a", "b", "c", "d"), values(depth)).ofMaxSize(4);
        }

        private static Arbitrary<Object> values(int depth) {
            Arbitrary<Object> scalars = Arbitraries.of("", "x", "1", "1.5", "NaN", "t", "::1", "https://example.com/",
                "arn:aws:s3:::b", "2023-04-16T10:15:00Z", true, false, new JsonNumber("1"), new JsonNumber("1.0"),
                new JsonNumber("9223372036854775808"), new JsonNumber("-0"));
            if (depth == 0) {
                return scalars.injectNull(0.1);
            }
            return Arbitraries.frequencyOf(
                Tuple.of(6, scalars.injectNull(0.1)),
                Tuple.of(1, objects(depth - 1).map(object -> (Object) object)),
                Tuple.of(1, values(depth - 1).list().ofMaxSize(3).map(list -> (Object) list)));
        }
    }
}
