package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaYamlTest {

    private static String infer(String name, String... lines) {
        Schema schema = InferTest.infer(lines);
        return SchemaYaml.print(new Schema(name, null, null, schema.fields()));
    }

    @Test
    void theNetstatSchemaOfTheArticleIsPrintedToTheByte() {
        // recv and send are strings there only because netstat's header line had become a record: without the second
        // line, "0" makes them bigint. See the next test.
        assertEquals("""
            schema: Custom.Netstat
            fields:
                - name: foreign_address
                  required: true
                  type: string
                - name: local_address
                  required: true
                  type: string
                - name: name
                  required: true
                  type: string
                - name: process
                  required: true
                  type: string
                - name: protocol
                  required: true
                  type: string
                - name: recv
                  required: true
                  type: string
                - name: send
                  required: true
                  type: string
                - name: state
                  required: true
                  type: string
            """, infer("Custom.Netstat",
            "{\"protocol\":\"tcp\",\"recv\":\"0\",\"send\":\"0\",\"local_address\":\"0.0.0.0:22\",\"foreign_address\":\"0.0.0.0:*\","
                + "\"state\":\"LISTEN\",\"process\":\"612/sshd:\",\"name\":\"/usr/sbin\"}",
            "{\"protocol\":\"Proto\",\"recv\":\"Recv-Q\",\"send\":\"Send-Q\",\"local_address\":\"Local\",\"foreign_address\":\"Address\","
                + "\"state\":\"Foreign\",\"process\":\"Address\",\"name\":\"State\"}"));
    }

    @Test
    void withoutTheHeaderLineTheQueuesOfNetstatAreNumbers() {
        Schema schema = InferTest.infer("{\"recv\":\"0\",\"send\":\"128\"}");
        assertEquals(ValueType.BIGINT, schema.field("recv").value().type());
        assertEquals(ValueType.BIGINT, schema.field("send").value().type());
    }

    @Test
    void theAuthSchemaOfTheArticleIsPrintedToTheByte() {
        assertEquals("""
            schema: Custom.Auth
            fields:
                - name: host
                  required: true
                  type: string
                - name: ident
                  required: true
                  type: string
                - name: message
                  required: true
                  type: string
                - name: pid
                  required: true
                  type: bigint
            """, infer("Custom.Auth",
            "{\"host\":\"web1\",\"ident\":\"sshd\",\"pid\":\"1852\",\"message\":\"Accepted publickey for alice\"}",
            "{\"host\":\"web1\",\"ident\":\"CRON\",\"pid\":\"1860\",\"message\":\"session opened for user root\"}"));
    }

    @Test
    void aLineWithoutPidMakesThePidOptionalAndPutsItFirst() {
        assertEquals("""
            schema: Custom.Auth
            fields:
                - name: pid
                  type: bigint
                - name: host
                  required: true
                  type: string
            """, infer("Custom.Auth", "{\"host\":\"web1\",\"pid\":\"1852\"}", "{\"host\":\"web1\"}"));
    }

    @Test
    void indicatorsTimeFormatsAndChildrenStandAtMultiplesOfFour() {
        assertEquals("""
            schema: Custom.Test
            fields:
                - name: a
                  required: true
                  type: string
                  indicators:
                    - ip
                - name: b
                  required: true
                  type: timestamp
                  timeFormats:
                    - rfc3339
                - name: c
                  required: true
                  type: object
                  fields:
                    - name: d
                      required: true
                      type: array
                      element:
                        type: object
                        fields:
                            - name: e
                              required: true
                              type: string
                              indicators:
                                - url
                - name: f
                  required: true
                  type: array
                  element:
                    type: string
                    indicators:
                        - ip
            """, infer("Custom.Test", "{\"a\":\"::1\",\"b\":\"2023-04-16T10:15:00Z\",\"c\":{\"d\":[{\"e\":\"http://a/\"}]},\"f\":[\"::1\"]}"));
    }

    @Test
    void descriptionsAndTheEventTimeHaveTheirPlace() {
        Schema schema = new Schema("Custom.Test", "What it is: a test", "https://example.com/", List.of(
            Field.of("t", true, Value.timestamp(List.of("%Y", "unix"), true)).describe("When")));
        assertEquals("""
            schema: Custom.Test
            description: 'What it is: a test'
            referenceURL: https://example.com/
            fields:
                - name: t
                  required: true
                  description: When
                  type: timestamp
                  timeFormats:
                    - '%Y'
                    - unix
                  isEventTime: true
            """, SchemaYaml.print(schema));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {"id.orig_h|id.orig_h", "user-agent|user-agent", "y|\"y\"", "No|\"No\"",
        "null|\"null\"", "1e5|\"1e5\"", "2023-04-16|\"2023-04-16\"", "-x|'-x'", "@timestamp|'@timestamp'", "it's: so|'it''s: so'",
        "a #b|'a #b'", "a#b|a#b", "ends:|'ends:'", "` `|' '", "`a\tb`|`\"a\\u0009b\"`", "b\u00fccher|b\u00fccher", "``|\"\""})
    void namesAreQuotedWhereYamlWouldTakeThemForSomethingElse(String name, String printed) {
        assertEquals(printed, YamlText.of(name));
    }

    @Property(tries = 500)
    void whatIsPrintedIsReadBackTheSame(@ForAll("schemas") Schema schema) {
        String yaml = SchemaYaml.print(schema);
        assertEquals(schema, SchemaReader.read("printed.yml", yaml), yaml);
    }

    @Provide
    Arbitrary<Schema> schemas() {
        return Combinators.combine(texts().injectNull(0.3), texts().injectNull(0.5), fields(2))
            .as((description, url, fields) -> new Schema("Custom.Test", description, url, fields));
    }

    private static Arbitrary<List<Field>> fields(int depth) {
        Arbitrary<Field> field = Combinators.combine(texts(), Arbitraries.of(true, false), texts().injectNull(0.5), values(depth))
            .as(Field::new);
        return field.list().ofMinSize(1).ofMaxSize(4).uniqueElements(Field::name);
    }

    private static Arbitrary<Value> values(int depth) {
        Arbitrary<Value> scalars = Arbitraries.of(Value.of(ValueType.STRING), Value.string(List.of("ip", "url")),
            Value.of(ValueType.SMALLINT), Value.of(ValueType.INT), Value.of(ValueType.BIGINT), Value.of(ValueType.FLOAT),
            Value.of(ValueType.BOOLEAN), Value.of(ValueType.JSON), Value.timestamp(List.of("rfc3339"), true),
            Value.timestamp(List.of("unix_ms", "%d/%b/%Y:%H:%M:%S %z"), false));
        return depth == 0 ? scalars : Arbitraries.oneOf(scalars, values(depth - 1).map(Value::array), fields(depth - 1).map(Value::object));
    }

    /** Any text that YAML can hold: no halves of surrogate pairs. */
    private static Arbitrary<String> texts() {
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(8)
            .filter(text -> text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff));
        Arbitrary<String> tricky = Arbitraries.of("true", "~", "- a", "a: b", "#", "'", "\"", "\\", "\n", " a", "a ", "0x1", "1:30", "{", "%",
            "---", "\u0085", "\u2028", "\ufeff", "\ud83d\ude00", "=", "!a", "&a", "*a", "a:", "?", "");
        return Arbitraries.oneOf(any, tricky);
    }
}
