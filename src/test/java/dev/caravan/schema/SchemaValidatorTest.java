package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaValidatorTest {

    private static SchemaValidator.Result check(String value, String yaml) {
        Schema schema = SchemaReader.read("test.yml", "schema: Custom.Test\nfields:\n- name: a\n  required: true\n" + yaml.indent(2));
        return new SchemaValidator(schema).check(JsonText.object("{\"a\":" + value + "}"));
    }

    private static boolean takes(String type, String value) {
        return check(value, "type: " + type).isTaken();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "string|\"x\"", "string|\"\"", "string|true", "string|1.50", "smallint|32767", "smallint|-32768", "smallint|\"12\"", "smallint|\"\"",
        "int|2147483647", "int|\"+5\"", "bigint|9223372036854775807", "bigint|\"022\"", "bigint|\"\"", "float|1", "float|1.5e3",
        "float|\"NaN\"", "float|\"0x1p-2\"", "float|\"\"", "boolean|true", "boolean|false", "boolean|\"T\"", "boolean|\"\"", "boolean|1", "boolean|0",
        "json|1", "json|\"x\"", "json|[1,\"a\"]", "json|{\"b\":null}"})
    void valuesOfTheirTypeAreTaken(String type, String value) {
        assertTrue(takes(type, value));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "string|[]", "string|{}", "smallint|32768", "smallint|\"-32769\"", "int|2147483648", "int|1.0", "bigint|9223372036854775808",
        "bigint|1.5", "bigint|1e3", "bigint|\"1.0\"", "bigint|\"x\"", "bigint|\" 1\"", "bigint|true", "bigint|[1]", "float|1e400", "float|\"x\"",
        "float|true",
        "boolean|2", "boolean|1.0", "boolean|\"yes\"", "boolean|{}"})
    void valuesOfAnotherTypeAreRefused(String type, String value) {
        assertFalse(takes(type, value));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "rfc3339|\"2023-04-16T10:15:00Z\"|true", "rfc3339|\"2023-04-16 10:15:00\"|false", "rfc3339|\"\"|false", "rfc3339|1681603201|false",
        "unix|1681603201|true", "unix|1681603201.123456|true", "unix|\"1681603201.5\"|true", "unix|\"\"|true", "unix|\"2023-04-16T10:15:00Z\"|false",
        "unix|true|false", "unix_ms|1681603201123|true", "unix_ms|\"1681603201123\"|true", "unix_ms|1681603201.5|false", "unix_us|1|true",
        "unix_ns|1|true",
        "'%d/%b/%Y:%H:%M:%S %z'|\"25/Nov/2026:02:25:37 +0000\"|true", "'%d/%b/%Y:%H:%M:%S %z'|\"31/Nov/2026:02:25:37 +0000\"|false",
        "'%d/%b/%Y:%H:%M:%S %z'|\"25/Nov/2026:24:25:37 +0000\"|false", "'%Y'|2023|false"})
    void aTimestampIsReadByItsFormat(String format, String value, boolean taken) {
        assertEquals(taken, check(value, "type: timestamp\ntimeFormats: [" + format + "]").isTaken());
    }

    @Test
    void oneOfSeveralTimeFormatsIsEnough() {
        String yaml = "type: timestamp\ntimeFormats: [rfc3339, unix]";
        assertTrue(check("1681603201", yaml).isTaken());
        assertTrue(check("\"2023-04-16T10:15:00Z\"", yaml).isTaken());
        assertEquals("a: \"yesterday\" is not a valid timestamp rfc3339 or unix", check("\"yesterday\"", yaml).problems().get(0).toString());
    }

    @Test
    void aRequiredKeyMustBeThereAndNotNull() {
        Schema schema = SchemaReader.read("test.yml", "schema: Custom.Test\nfields:\n- name: a\n  required: true\n  type: bigint\n");
        SchemaValidator validator = new SchemaValidator(schema);
        assertEquals("[a: required, but missing]", validator.check(JsonText.object("{}")).problems().toString());
        assertEquals("[a: required, but null]", validator.check(JsonText.object("{\"a\":null}")).problems().toString());
        assertTrue(validator.check(JsonText.object("{\"a\":\"\"}")).isTaken(), "an empty text is there");
    }

    @Test
    void aKeyThatIsNotRequiredMayBeMissingOrNull() {
        Schema schema = SchemaReader.read("test.yml", "schema: Custom.Test\nfields:\n- name: a\n  type: bigint\n");
        assertTrue(new SchemaValidator(schema).check(JsonText.object("{}")).isTaken());
        assertTrue(new SchemaValidator(schema).check(JsonText.object("{\"a\":null}")).isTaken());
    }

    @Test
    void unknownKeysAreReportedButTaken() {
        SchemaValidator.Result result = check("{\"b\":1,\"c\":2}", "type: object\nfields:\n- name: b\n  type: bigint");
        assertTrue(result.isTaken());
        assertEquals(List.of("a.c"), result.unknown());
    }

    @Test
    void problemsInObjectsAndArraysAreNamedByTheirPath() {
        SchemaValidator.Result result = check("{\"b\":[1,null,\"x\"]}",
            "type: object\nfields:\n- name: b\n  type: array\n  element:\n    type: bigint\n- name: c\n  required: true\n  type: json");
        assertEquals("[a.b[2]: \"x\" is not a valid bigint, a.c: required, but missing]", result.problems().toString());
    }

    @Test
    void aScalarIsNoObjectAndNoArray() {
        assertEquals("[a: \"x\" is not a valid array]", check("\"x\"", "type: array\nelement:\n  type: string").problems().toString());
        assertEquals("[a: an array is not a valid object]",
            check("[]", "type: object\nfields:\n- name: b\n  type: json").problems().toString());
    }

    @Test
    void aLongValueIsCutInTheMessage() {
        String message = check("\"" + "x".repeat(10_000) + "\"", "type: bigint").problems().get(0).reason();
        assertTrue(message.length() < 100, message);
    }
}
