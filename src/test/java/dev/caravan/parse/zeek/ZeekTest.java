package dev.caravan.parse.zeek;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.parse.core.LineFormat;
import dev.caravan.pipeline.Acknowledger;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.TestBlock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZeekTest {

    private static final String HEADER = "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tx\n";

    private final Acknowledger file = new TestBlock.Remembering();
    private final LineFormat format = new LineFormat(new Zeek());

    private static String sample(String name) throws IOException {
        try (InputStream in = ZeekTest.class.getResourceAsStream("/samples/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<JsonNode> records(Block block) throws IOException {
        List<JsonNode> records = new ArrayList<>();
        for (String line : block.toString().lines().toList()) {
            records.add(new ObjectMapper().readTree(line));
        }
        return records;
    }

    /** The record of one line of a log with these fields. */
    private String record(String fields, String types, String line) {
        Block block = format.parse(TestBlock.of(HEADER + "#fields\t" + fields + "\n#types\t" + types + "\n" + line + "\n"));
        assertEquals("", TestBlock.section(block, "unparsed/test"));
        return block.toString().strip();
    }

    private String reason(String text) throws IOException {
        Block block = format.parse(TestBlock.of(text, file));
        assertEquals("", block.toString());
        return new ObjectMapper().readTree(TestBlock.section(block, "unparsed/test")).get("reason").asText();
    }

    @Test
    void jsonPassesByteForByte() throws IOException {
        String json = sample("zeek-conn.json.log") + "{\"ts\": 1.50,  \"a\":[1,2 ]}\n";
        Block block = format.parse(TestBlock.of(json));
        assertEquals(json, block.toString());
        assertEquals(3, block.lines());
        assertEquals("json", block.extension());
    }

    @Test
    void tsvBecomesWhatZeekWritesAsJson() throws IOException {
        List<JsonNode> tsv = records(format.parse(TestBlock.of(sample("zeek-conn.tsv.log"))));
        List<JsonNode> json = records(format.parse(TestBlock.of(sample("zeek-conn.json.log"))));
        assertEquals(3, tsv.size());
        for (int i = 0; i < json.size(); i++) {
            JsonNode tunnels = ((com.fasterxml.jackson.databind.node.ObjectNode) tsv.get(i)).remove("tunnel_parents");
            assertEquals("[]", tunnels.toString());
            assertEquals(json.get(i), tsv.get(i));
        }
        assertEquals("[\"CUM0KZ3MLUfNB0cl11\",\"CmES5u32sYpV7JYN\"]", tsv.get(2).get("tunnel_parents").toString());
        assertFalse(tsv.get(2).has("local_orig"), "unset");
    }

    @Test
    void theTimeIsTheNumberThatIsPrinted() {
        assertEquals("{\"ts\":1681603203.500000,\"n\":18446744073709551615,\"d\":-1e-06}",
            record("ts\tn\td", "time\tcount\tinterval", "1681603203.500000\t18446744073709551615\t-1e-06"));
    }

    @Test
    void listsHaveTheTypeOfTheirElements() {
        assertEquals("{\"a\":[1,2],\"b\":[true,null],\"c\":[],\"d\":[\"x\"],\"e\":[0.5]}", record("a\tb\tc\td\te",
            "vector[port]\tvector[bool]\tset[string]\tset[enum]\tvector[interval]", "1,2\tT,-\t(empty)\tx\t0.5"));
    }

    @Test
    void escapesAreUndoneWithinTheirField() {
        assertEquals("{\"a\":\"x\\ty\",\"b\":[\"p,q\",\"r\"],\"c\":\"(empty)\",\"d\":\"-\",\"e\":\"back\\\\x41\"}",
            record("a\tb\tc\td\te", "string\tset[string]\tstring\tstring\tstring",
                "x\\x09y\tp\\x2cq,r\t\\x28empty)\t\\x2d\tback\\\\x41"));
    }

    @Test
    void bytesThatAreNoUtf8StayEscapedAsInZeeksJson() {
        assertEquals("{\"a\":\"\\\\xff\\\\xfe\"}", record("a", "string", "\\xff\\xfe"));
        assertEquals("{\"a\":\"\u00e9\"}", record("a", "string", "\\xc3\\xa9"));
    }

    @Test
    void controlCharactersStayFourCharactersAsInZeeksJson() {
        assertEquals("{\"a\":\"x\\\\x07y\"}", record("a", "string", "x\\x07y"));
        assertEquals("{\"a\":\"\\\\xc3\\\\xa9\\\\x7f\"}", record("a", "string", "\\xc3\\xa9\\x7f"));
        assertEquals("{\"a\":\"x\\ny\\\\z\"}", record("a", "func", "x\\x0ay\\x5cz"));
    }

    @Test
    void whatIsNoNumberIsNull() {
        assertEquals("{\"a\":null,\"b\":null,\"c\":[null,0.5],\"d\":-0.0}", record("a\tb\tc\td", "double\tinterval\tvector[double]\tdouble",
            "-inf\tnan\tnan,0.5\t-0.0"));
    }

    @Test
    void aSetKeepsElementsThatHoldItsSeparatorOrLookLikeNone() {
        assertEquals("{\"a\":[\"p,q\",\"-\",null,\"\",\"(empty)\"]}", record("a", "vector[string]", "p\\x2cq,\\x2d,-,(empty),\\x28empty)"));
    }

    @Test
    void separatorsMayBeLonger() {
        Block block = format.parse(TestBlock.of("#separator \\x7c\\x7c\n#set_separator||;;\n#empty_field||()\n#unset_field||?\n#fields||a||b||c\n"
            + "#types||string||set[count]||string\nx|y||1;;2||?\n?||()||z\\x7c\\x7c\n"));
        assertEquals("{\"a\":\"x|y\",\"b\":[1,2]}\n{\"b\":[],\"c\":\"z||\"}\n", block.toString());
    }

    @Test
    void unsetIsAbsentAndEmptyIsEmpty() {
        assertEquals("{\"b\":\"\",\"c\":false,\"d\":null}", record("a\tb\tc\td", "string\tstring\tbool\tdouble", "-\t(empty)\tF\tnan"));
    }

    @Test
    void theHeaderIsRememberedForTheFilesNextBlockAndAfterARestart() {
        format.parse(TestBlock.of(HEADER + "#fields\ta\tb\n#types\tcount\tbool\n1\tT\n", file));
        Block next = new LineFormat(new Zeek()).parse(TestBlock.of("2\tF\n#close\t2026-11-25-11-00-00\n", file));
        assertEquals("{\"a\":2,\"b\":false}\n", next.toString());
    }

    @Test
    void filesReadInTurnKeepTheirOwnHeaders() {
        Acknowledger other = new TestBlock.Remembering();
        format.parse(TestBlock.of(HEADER + "#fields\ta\n#types\tcount\n", file));
        format.parse(TestBlock.of(HEADER + "#fields\tb\n#types\tstring\n", other));
        assertEquals("{\"a\":7}\n", format.parse(TestBlock.of("7\n", file)).toString());
        assertEquals("{\"b\":\"7\"}\n", format.parse(TestBlock.of("7\n", other)).toString());
    }

    @Test
    void aHeaderInTheMiddleOfAFileCountsFromThere() {
        Block block = format.parse(TestBlock.of(HEADER + "#fields\ta\n#types\tcount\n1\n#close\tx\n"
            + "#separator |\n#set_separator|;\n#empty_field|()\n#unset_field|?\n#fields|a|b\n#types|string|set[count]\n?|1;2\n()|()\n"));
        assertEquals("{\"a\":1}\n{\"b\":[1,2]}\n{\"a\":\"\",\"b\":[]}\n", block.toString());
        assertEquals(0, block.unparsedLines());
    }

    @Test
    void aLineThatDoesNotFitItsHeaderIsKeptAsUnparsed() throws IOException {
        assertTrue(reason("1\tT\n").contains("no #fields line"));
        format.parse(TestBlock.of(HEADER + "#fields\ta\tb\n#types\tcount\tbool\n", file));
        assertEquals("the line has 3 columns, its header 2", reason("1\tT\t2\n"));
        assertEquals("a field whose type is a number is none", reason("0x1\tT\n"));
        assertEquals("a bool that is neither T nor F", reason("1\ttrue\n"));
        assertEquals("not valid JSON", reason("{\"a\":01}\n"));
    }

    @Test
    void whatOnlyLooksLikeJsonIsAColumnWhereTheHeaderSaysSo() {
        assertEquals("{\"a\":\"{}\",\"b\":\"x\"}", record("a\tb", "string\tstring", "{}\tx"));
    }

    @Test
    void escapesThatAreNoneStayAsTheyAre() {
        assertEquals("{\"a\":\"x\\\\\",\"b\":\"\\\\x4\",\"c\":\"A\",\"d\":\"\\\\xg1\",\"e\":\"\\\\x1g\",\"f\":\"\\\\\"}", record("a\tb\tc\td\te\tf",
            "string\tstring\tstring\tstring\tstring\tstring", "x\\\t\\x4\t\\x41\t\\xg1\t\\x1g\t\\\\"));
        assertEquals("{\"a\":\"\\\\y\",\"b\":\"J\u00aao\"}", record("a\tb", "string\tstring", "\\y\t\\x4a\\xc2\\xaa\\x6F"));
    }

    /** json_escape_utf8 in util.cc: at both ends of each range of what it escapes. */
    @Test
    void charactersAtTheEndsOfTheRangesThatZeekEscapes() {
        for (String plain : List.of(" ", "~", "\u00a0", "\ud7ff", "\uf900", "\uffef", "\ud800\udc00", "\udbff\udfff")) {
            assertEquals("{\"a\":\"" + plain + "\"}", record("a", "string", plain), plain);
        }
        for (String letter : List.of("b", "f", "n", "r", "t")) {
            int code = "btnvfr".indexOf(letter) + 8;
            assertEquals("{\"a\":\"\\" + letter + "\"}", record("a", "string", "\\x0" + Integer.toHexString(code)), letter);
        }
        for (String other : List.of("\u0001", "\u001f", "\u007f", "\u0080", "\u009f", "\ue000", "\uf8ff", "\ufff0", "\uffff")) {
            StringBuilder escaped = new StringBuilder();
            for (byte b : other.getBytes(StandardCharsets.UTF_8)) {
                escaped.append(String.format("\\\\x%02x", b));
            }
            assertEquals("{\"a\":\"" + escaped + "\"}", record("a", "string", other), escaped.toString());
        }
    }

    @Test
    void theElementsOfAListAtItsEnds() throws IOException {
        assertEquals("{\"a\":[\"\",\"x\",\"\"]}", record("a", "vector[string]", ",x,"));
        assertEquals("{\"a\":[null,\"\"]}", record("a", "vector[addr]", "-,"));
        format.parse(TestBlock.of(HEADER + "#fields\ta\n#types\tset[count]\n", file));
        assertEquals("a field whose type is a number is none", reason("1,\n"));
    }

    @Test
    void aHeaderLineMayBeAsLongAsItsLimit() throws IOException {
        String fields = "#fields\ta\tb" + "x".repeat(64 * 1024 - 11);
        Block block = format.parse(TestBlock.of(HEADER + fields + "\n#types\tcount\tcount\n1\t2\n"));
        assertEquals(0, block.unparsedLines());
        assertTrue(block.toString().startsWith("{\"a\":1,\"bx"));
        assertTrue(TestBlock.section(new LineFormat(new Zeek()).parse(TestBlock.of(HEADER + fields + "x\n")), "unparsed/test")
            .contains("a header line that is too long"));
    }

    @Test
    void aHeaderThatCannotBeUsedSaysWhy() throws IOException {
        for (String header : List.of("#fields\ta\ta\n#types\tcount\tcount\n", "#fields\ta\tb\n#types\tcount\n", "#fields\ta\n")) {
            Block block = new LineFormat(new Zeek()).parse(TestBlock.of(HEADER + header + "1\t2\n\n"));
            assertEquals(1, block.unparsedLines(), header);
        }
    }
}
