package dev.caravan.parse.generic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.parse.Parsing;
import dev.caravan.parse.core.LineFormat;
import dev.caravan.pipeline.Acknowledger;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.TestBlock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

class ConfiguredFormatTest {

    private static RegexFormat regex(String pattern) {
        RegexFormat format = new RegexFormat();
        format.setPattern(pattern);
        return format;
    }

    private static String record(LineFormat format, String line) {
        return Parsing.record(format.parser(), line).toString();
    }

    private static String refused(LineFormat format, String line) {
        return Parsing.refused(format.parser(), line);
    }

    @Test
    void aRouteFileDeclaresAFormatWithoutJava() throws Exception {
        String yaml = """
            - beans:
                - name: myapp
                  type: "#class:dev.caravan.parse.generic.RegexFormat"
                  properties:
                    pattern: '(?<time>\\S+ \\S+) (?<level>[A-Z]{2,}) user=(?<user_name>\\S*) took (?<ms>\\d+)ms'
                    timeField: time
                    timePattern: yyyy-MM-dd HH:mm:ss
                    zone: Europe/Berlin
                    types: ms=int
            - route:
                id: x
                from:
                  uri: direct:in
                  steps:
                    - unmarshal: { custom: { ref: myapp } }
            """;
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("x.yaml", yaml));
            Block block = context.createProducerTemplate().requestBody("direct:in",
                TestBlock.of("2026-11-25 11:00:00 INFO user=al took 12ms\nno\n"), Block.class);
            assertEquals("{\"time\":\"2026-11-25T11:00:00+01:00\",\"level\":\"INFO\",\"user_name\":\"al\",\"ms\":12}\n",
                block.toString());
            assertTrue(TestBlock.section(block, "unparsed/test").contains("the pattern does not match the line"));
        }
    }

    @Test
    void thePatternMustMatchTheWholeLine() {
        assertEquals("the pattern does not match the line", refused(regex("(?<a>x)"), "xx"));
    }

    @Test
    void aGroupThatTookNoPartIsAbsentAndSoIsTheEmptyValue() {
        RegexFormat format = regex("(?<a>\\S+)( (?<b>\\S+))?");
        format.setEmpty("-");
        assertEquals("{\"a\":\"1\"}", record(format, "1"));
        assertEquals("{\"b\":\"2\"}", record(format, "- 2"));
    }

    @Test
    void onlyRealGroupsAreRenamed() {
        assertEquals("{\"a_b\":\"x\",\"c\":\"y\"}", record(regex("\\(?<(?<a_b>.)\\k<a_b>>(?<!z)(?<c>y)"), "(<xx>y"));
        // The first character, a reference to a group that is unknown, and a backslash at the end.
        assertEquals("{\"a\":\"x\"}", record(regex("(?<a>x)\\(\\)"), "x()"));
        assertThrows(IllegalArgumentException.class, () -> regex("\\k<b>(?<a>.)").parser());
        assertThrows(IllegalArgumentException.class, () -> regex("(?<a>.)\\").parser());
        assertThrows(IllegalArgumentException.class, () -> regex("(?<a>.)(?<a>.)").parser());
        assertThrows(IllegalArgumentException.class, () -> regex("(.*)").parser());
    }

    @Test
    void aLineThatMakesThePatternBacktrackForeverIsRefusedSoon() {
        String line = "a".repeat(5000) + "b";
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int i = 0; i < 50; i++) {
                assertEquals("the pattern takes too many steps on this line", refused(regex("(?<x>(a+)+)"), line + "!"));
            }
        });
    }

    @Test
    void aLineThatMakesThePatternRecurseTooDeepIsRefused() {
        assertEquals("the pattern repeats a group too often on this line",
            refused(regex("(?<x>(a|b|c)*)"), "ab".repeat(100_000)));
    }

    @Test
    void valuesOfAnotherTypeThanDeclaredRefuseTheLine() {
        RegexFormat format = regex("(?<i>\\S*) (?<f>\\S*) (?<b>\\S*)");
        format.setTypes("i=int, f=float, b=boolean");
        assertEquals("{\"i\":-7,\"f\":0.5,\"b\":true}", record(format, "-7 0.50 True"));
        assertEquals("i is no whole number", refused(format, "1.5 1 true"));
        assertEquals("f is no number", refused(format, "1 NaN true"));
        assertEquals("b is neither true nor false", refused(format, "1 1 yes"));
        format = regex("(?<i>.)");
        format.setTypes("i=integer");
        assertThrows(IllegalArgumentException.class, format::parser);
    }

    @Test
    void timesBecomeRfc3339() {
        Map<String[], String> times = Map.of(
            new String[] {"dd/MMM/yyyy:HH:mm:ss Z", "25/Nov/2026:02:25:37 -0330"}, "2026-11-25T02:25:37-03:30",
            new String[] {"MMM d HH:mm:ss", "Dec 31 23:59:59"}, "2025-12-31T23:59:59+01:00",
            new String[] {"MMM d HH:mm:ss", "Jul 1 00:00:00"}, "2026-07-01T00:00:00+02:00",
            new String[] {"MMM d HH:mm:ss", "Feb 29 00:00:00"}, "2024-02-29T00:00:00+01:00",
            new String[] {"yyyy-MM-dd HH:mm:ss,SSS", "2026-11-25 02:25:37,120"}, "2026-11-25T02:25:37.12+01:00",
            new String[] {"unix", "1681603203.500000"}, "2023-04-16T00:00:03.5Z",
            new String[] {"unix_ms", "1681603203007"}, "2023-04-16T00:00:03.007Z",
            new String[] {"yyyy-MM-dd", "2026-11-25"}, "2026-11-25T00:00:00+01:00",
            new String[] {"rfc3339", "2026-11-25T02:25:37.1234567+01:00"}, "2026-11-25T02:25:37.1234567+01:00");
        times.forEach((given, expected) -> {
            RegexFormat format = regex("(?<t>.*)");
            format.setTimeField("t");
            format.setTimePattern(given[0]);
            format.setZone("Europe/Berlin");
            assertEquals("{\"t\":\"" + expected + "\"}", record(format, given[1]), given[0]);
            assertTrue(refused(format, "yesterday").contains("a time"), given[0]);
        });
    }

    @Test
    void jsonPassesUnchangedIfItsTimeIsOne() {
        JsonFormat format = new JsonFormat();
        format.setTimeField("ts");
        format.setTimePattern("unix");
        Block block = format.parse(TestBlock.of("{\"x\":{\"ts\":\"no\"}, \"ts\":1.50}\n{\"ts\":\"now\"}\n{\"x\":1}\n{\"ts\":{}}\n"));
        assertEquals("{\"x\":{\"ts\":\"no\"}, \"ts\":1.50}\n", block.toString());
        assertEquals(3, block.unparsedLines());
    }

    @Test
    void onlyOneJsonObjectALineIsAccepted() {
        JsonFormat format = new JsonFormat();
        assertEquals("something follows the JSON object", refused(format, "{} {}"));
        assertEquals("not a JSON object", refused(format, "[1]"));
        assertEquals("not valid JSON", refused(format, "{\"a\":1,}"));
        assertEquals("not valid JSON", refused(format, "{\"a\":NaN}"));
        assertEquals("not valid JSON", refused(format, "{\"a\":\"\t\"}"));
        assertEquals("not valid JSON", refused(format, "{\"a\":"));
        assertEquals("not valid JSON", refused(format, "{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}"));
    }

    @Test
    void keyValuePairsMayBeQuoted() {
        KeyValueFormat format = new KeyValueFormat();
        format.setTypes("status=int");
        format.setTimeField("ts");
        assertEquals("{\"ts\":\"2026-11-25T02:25:37Z\",\"msg\":\"a \\\"b\\\" \\\\ \\n\\\\q\",\"status\":200,\"e\":\"\",\"msg_2\":\"x=y\"}",
            record(format, "ts=2026-11-25T02:25:37Z  msg=\"a \\\"b\\\" \\\\ \\n\\q\" status=200 e= msg=x=y "));
        assertEquals("a word that is no key=value", refused(format, "a=1 word b=2"));
        assertEquals("a quote is missing, the line may be cut", refused(format, "a=\"1"));
        assertEquals("no space after a quoted value", refused(format, "a=\"1\"b=2"));
    }

    @Test
    void theEdgesOfKeyValuePairs() {
        KeyValueFormat format = new KeyValueFormat();
        assertEquals("{\"a\":\"1\",\"a_2\":\"2\",\"a_3\":\"3\"}", record(format, "a=1 a=2 a=3"));
        assertEquals("{\"a\":\"\",\"b\":\"\"}", record(format, "a=\"\" b="));
        assertEquals("{\"a\":\"\\t\\r\"}", record(format, "a=\"\\t\\r\""));
        assertEquals("a word that is no key=value", refused(format, "=1"));
        assertEquals("a word that is no key=value", refused(format, "word a=1"));
        assertEquals("a quote is missing, the line may be cut", refused(format, "a=\""));
        assertEquals("a quote is missing, the line may be cut", refused(format, "a=\"x\\"));
        Parsing.assertNoRecord(format.parser(), "");
        Parsing.assertNoRecord(format.parser(), "  ");
    }

    @Test
    void aQuotedValueCannotForgeAKey() {
        assertEquals("{\"msg\":\"x\\\" admin=true \\\"\",\"admin\":\"false\"}",
            record(new KeyValueFormat(), "msg=\"x\\\" admin=true \\\"\" admin=false"));
    }

    @Test
    void separatedValuesGetTheNamesOfTheirColumns() {
        CsvFormat format = new CsvFormat();
        format.setColumns("time, user,bytes");
        format.setTypes("bytes=int");
        assertEquals("{\"time\":\"t\",\"user\":\"a, \\\"b\\\"\",\"bytes\":7}", record(format, "t,\"a, \"\"b\"\"\",7"));
        assertEquals("the line has 2 values for 3 columns", refused(format, "t,u"));
        assertEquals("a quote is where none may be, or missing", refused(format, "t,\"u,7"));
        assertEquals("a quote is where none may be, or missing", refused(format, "t,\"u\"x,7"));
    }

    @Test
    void tabsMaySeparateAndQuotesBePlain() {
        CsvFormat format = new CsvFormat();
        format.setColumns("a,b");
        format.setDelimiter("tab");
        format.setQuote("none");
        assertEquals("{\"a\":\"\\\"x\",\"b\":\"\"}", record(format, "\"x\t"));
    }

    @Test
    void theHeaderLineOfAFileIsRememberedAndNoRecord() {
        Acknowledger file = new TestBlock.Remembering();
        CsvFormat format = new CsvFormat();
        format.setHeader(true);
        assertEquals("{\"a\":\"1\",\"b\":\"2\"}\n", format.parse(TestBlock.of("a,b\n1,2\n", file)).toString());
        assertEquals("{\"a\":\"3\",\"b\":\"4\"}\n", format.parse(TestBlock.of("3,4\n", file)).toString());
        Block bad = format.parse(TestBlock.of("a,a\nb,c\n1,2\n"));
        assertEquals(1, bad.unparsedLines());
        assertEquals("{\"b\":\"1\",\"c\":\"2\"}\n", bad.toString());
    }

    @Test
    void aHeaderThatEqualsTheColumnsIsSkipped() {
        CsvFormat format = new CsvFormat();
        format.setHeader(true);
        format.setColumns("a,b");
        assertEquals("{\"a\":\"1\",\"b\":\"2\"}\n", format.parse(TestBlock.of("a,b\n1,2\n")).toString());
        assertEquals("{\"a\":\"1\",\"b\":\"2\"}\n", format.parse(TestBlock.of("1,2\n")).toString());
        assertThrows(IllegalArgumentException.class, () -> new CsvFormat().parser());
    }
}
