package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaReaderTest {

    private static final String HEAD = "schema: Custom.Test\nfields:\n";

    @Test
    void theOlderKeyForTheTimeFormatIsUnderstood() {
        Schema schema = SchemaReader.read("old.yml", "version: 0\n" + HEAD + "- name: t\n  type: timestamp\n  timeFormat: rfc3339\n");
        assertEquals(Value.timestamp(List.of("rfc3339"), false), schema.field("t").value());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
        "- name: a|3: the key type is missing",
        "- type: json|3: the key name is missing",
        "- name: a\\n  type: text|4: 'text' is not a type",
        "- name: a\\n  type: String|4: 'String' is not a type",
        "- name: a\\n  type: json\\n  requried: true|5: 'requried' is not a key",
        "- name: a\\n  type: json\\n  required: yes|5: required is true or false, not 'yes'",
        "- name: a\\n  type: json\\n- name: a\\n  type: json|5: the field a is there twice",
        "- name: a\\n  type: json\\n  type: json|5: the key type is there twice",
        "- name: a\\n  type: string\\n  indicators: [ip, adress]|5: 'adress' is not an indicator",
        "- name: a\\n  type: bigint\\n  indicators: [ip]|5: indicators goes with type string, not bigint",
        "- name: a\\n  type: timestamp|3: a timestamp needs timeFormats",
        "- name: a\\n  type: timestamp\\n  timeFormats: [iso]|3: 'iso' is not a time format",
        "- name: a\\n  type: string\\n  isEventTime: true|5: isEventTime goes with type timestamp",
        "- name: a\\n  type: array|3: the key element is missing",
        "- name: a\\n  type: object|3: the key fields is missing",
        "  []|3: no fields",
        "  a: b|3: a list is expected here",
        "- a|3: keys and values are expected here",
        "- name: [a]\\n  type: json|3: a text is expected here",
        "- name: 'a|4: not YAML: found unexpected end of stream"})
    void whatIsWrongIsNamedWithFileAndLine(String fields, String message) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
            () -> SchemaReader.read("my.yml", HEAD + fields.replace("\\n", "\n") + "\n"));
        assertTrue(e.getMessage().startsWith("my.yml:" + message), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"''|my.yml:1: empty", "fields: []|my.yml:1: the key schema is missing",
        "schema: Custom.Test|my.yml:1: the key fields is missing", "parser: {}|my.yml:1: 'parser' is not a key"})
    void aSchemaNeedsItsKeys(String yaml, String message) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> SchemaReader.read("my.yml", yaml));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }
}
