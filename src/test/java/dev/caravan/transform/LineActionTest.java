package dev.caravan.transform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.BlockSource;
import dev.caravan.pipeline.TestBlock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineActionTest {

    private static final String UNPARSED = "unparsed/test";

    private static FilterLines filter(String field, String keep, String drop) {
        FilterLines filter = new FilterLines();
        filter.setField(field);
        filter.setKeep(keep);
        filter.setDrop(drop);
        filter.check();
        return filter;
    }

    private static DivertLines divert(String field, String pattern) {
        DivertLines divert = new DivertLines();
        divert.setField(field);
        divert.setPattern(pattern);
        divert.setTo("other");
        return divert;
    }

    @Test
    void linesInWhichThePatternIsFoundAreKeptOrDropped() {
        Block block = TestBlock.of("GET /healthz\nGET /\r\nGET /healthz/x\n");
        assertEquals("GET /\r\n", filter("", "", "/healthz").apply(block).toString());
        assertEquals("GET /healthz\n", filter("", "healthz$", "").apply(block).toString());
        assertEquals(1, filter("", "healthz$", "").apply(block).lines());
        assertEquals("GET /\r\n", filter("", "/$", "").apply(block).toString(), "a carriage return is no part of the text");
    }

    @Test
    void aBlockWithoutLinesIsHandedOnWithItsReceipt() {
        Block block = TestBlock.of("a\n");
        Block empty = filter("", "", "a").apply(block);
        assertEquals(0, empty.length());
        assertEquals(0, empty.lines());
        assertSame(block.acknowledger(), empty.acknowledger());
    }

    @Test
    void aFieldIsFoundByItsNameOrOnTheWayToIt() {
        Block block = TestBlock.of("{\"id.h\":\"x\",\"n\":1}\n{\"id\":{\"h\":\"x\"}}\n{\"id\":{\"h\":[\"x\"]}}\n{\"id\":null}\n{\"n\":\"x\"}\n");
        assertEquals("{\"id.h\":\"x\",\"n\":1}\n{\"id\":{\"h\":\"x\"}}\n", filter("id.h", "^x$", "").apply(block).toString());
        assertEquals("{\"id.h\":\"x\",\"n\":1}\n", filter("n", "^1$", "").apply(block).toString());
    }

    @Test
    void aLineThatCannotBeJudgedGoesToUnparsed() {
        Block block = filter("a", "", "x").apply(TestBlock.of("raw x\n{\"a\":\"x\"}\n{\"a\":\"y\"}\n"));
        assertEquals("{\"a\":\"y\"}\n", block.toString());
        assertEquals(1, block.unparsedLines());
        assertTrue(TestBlock.section(block, UNPARSED).contains("\"raw\":\"raw x\""));
        String evil = "a".repeat(3000) + "!";
        Block slow = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> filter("", "", "(a+)+$").apply(TestBlock.of(evil + "\n")));
        assertEquals("", slow.toString());
        assertTrue(TestBlock.section(slow, UNPARSED).contains("too many steps"), "it must not be dropped");
    }

    @Test
    void divertedLinesTravelInASectionOfTheBlock() {
        Block block = divert("ident", "^sudo$").apply(TestBlock.of("{\"ident\":\"sshd\"}\n{\"ident\":\"sudo\"}\n{\"ident\":\"sudo\",\"n\":2}\n"));
        assertEquals("{\"ident\":\"sshd\"}\n", block.toString());
        assertEquals("{\"ident\":\"sudo\"}\n{\"ident\":\"sudo\",\"n\":2}\n", TestBlock.section(block, "other"));
        assertEquals(2, block.sections().get(0).lines());
        assertEquals("log", block.sections().get(0).extension());
    }

    @Test
    void aPieceOfALongLineIsNotTreatedAsALine() {
        byte[] bytes = "drop me".getBytes(StandardCharsets.UTF_8);
        Block piece = Block.raw(new BlockSource("test", "/x", 0, Instant.EPOCH, "web1", true), new TestBlock.Remembering(), bytes,
            bytes.length, 0);
        assertSame(piece, filter("", "", "drop").apply(piece));
    }

    @Test
    void aFieldIsInsertedAtTheEndOrReplacedInItsPlace() {
        InsertField insert = new InsertField();
        insert.setField("env");
        insert.setValue("prod");
        insert.check();
        assertEquals("{\"ts\":1681603203.500000,\"env\":\"prod\"}\n{\"env\":\"prod\",\"n\":0.000001}\n",
            insert.apply(TestBlock.of("{\"ts\":1681603203.500000}\n{\"env\":[1],\"n\":1e-06}\n")).toString());
        insert.setType("number");
        insert.setValue("7");
        insert.check();
        assertEquals("{\"env\":7}\n", insert.apply(TestBlock.of("{}\n")).toString());
        insert.setValue("many");
        assertEquals("insert-field-action: value is \"many\", which is not a number",
            assertThrows(IllegalArgumentException.class, insert::check).getMessage());
        insert.setType("boolean");
        assertThrows(IllegalArgumentException.class, insert::check);
        insert.setType("int");
        assertThrows(IllegalArgumentException.class, insert::check);
    }

    @Test
    void fieldsAreRenamedInTheirPlaceAndLeftOut() {
        ReplaceField replace = new ReplaceField();
        replace.setRenames("a:b, c : d,x:y,y:x");
        replace.setDisabled("secret");
        Block block = replace.apply(TestBlock.of(
            "{\"a\":1,\"n\":2,\"c\":3,\"secret\":4}\n{\"a\":1,\"b\":2}\n{\"b\":2,\"a\":1}\n{\"x\":1,\"y\":2}\n"));
        assertEquals("{\"b\":1,\"n\":2,\"d\":3}\n{\"y\":1,\"x\":2}\n", block.toString());
        assertEquals(2, block.unparsedLines(), "neither of two values may be lost");
    }

    @Test
    void valuesAreMaskedWholeOrWhereThePatternIsFound() {
        MaskField mask = new MaskField();
        mask.setFields("user, path");
        assertEquals("{\"user\":\"***\",\"path\":\"***\",\"n\":1}\n",
            mask.apply(TestBlock.of("{\"user\":7,\"path\":\"/a\",\"n\":1}\n")).toString());
        mask.setPattern("token=[^&]*");
        mask.setReplacement("token=$1");
        assertEquals("{\"user\":7,\"path\":\"/a?token=$1&b=1\"}\n",
            mask.apply(TestBlock.of("{\"user\":7,\"path\":\"/a?token=se&b=1\"}\n")).toString());
    }

    @Test
    void aFieldIsInsertedIntoAnObjectThatIsThere() {
        InsertField insert = new InsertField();
        insert.setField("request.tls.env");
        insert.setValue("prod");
        insert.check();
        assertEquals("{\"request\":{\"tls\":{\"v\":1,\"env\":\"prod\"}}}\n{\"request\":{\"tls.env\":\"prod\"}}\n{\"request\":7,"
            + "\"request.tls.env\":\"prod\"}\n{\"request.tls.env\":\"prod\",\"request\":{}}\n", insert.apply(TestBlock.of("{\"request\":{\"tls\":"
                + "{\"v\":1}}}\n{\"request\":{}}\n{\"request\":7}\n{\"request.tls.env\":1,\"request\":{}}\n")).toString());
    }

    @Test
    void fieldsWithinObjectsAreRenamedMovedAndLeftOut() {
        ReplaceField replace = new ReplaceField();
        replace.setRenames("request.remote_ip:src_ip, request.uri:request.path, id.orig_h:client, n:request.n");
        replace.setDisabled("request.headers.Cookie, request.tls");
        Block block = replace.apply(TestBlock.of("{\"request\":{\"remote_ip\":\"x\",\"uri\":\"/\",\"headers\":{\"Cookie\":[\"c\"],\"Accept\":[]},"
            + "\"tls\":{}},\"n\":1,\"status\":200}\n{\"id.orig_h\":\"y\"}\n{\"id\":{\"orig_h\":\"y\"}}\n{\"n\":1}\n"));
        assertEquals("{\"request\":{\"path\":\"/\",\"headers\":{\"Accept\":[]},\"n\":1},\"status\":200,\"src_ip\":\"x\"}\n"
            + "{\"client\":\"y\"}\n{\"id\":{},\"client\":\"y\"}\n{\"request.n\":1}\n", block.toString());
    }

    @Test
    void aValueThatAMoveWouldReplaceIsNotLost() {
        ReplaceField replace = new ReplaceField();
        replace.setRenames("request.ip:ip, request:request.inner");
        Block block = replace.apply(TestBlock.of("{\"request\":{\"ip\":1},\"ip\":2}\n{\"request\":{}}\n{\"ip\":3}\n"));
        assertEquals("{\"ip\":3}\n", block.toString());
        assertEquals(2, block.unparsedLines());
        assertTrue(TestBlock.section(block, UNPARSED).contains("into itself"));
    }

    @Test
    void ofListsAndObjectsTheValuesAreMasked() {
        MaskField mask = new MaskField();
        mask.setFields("request.headers.Cookie, request.user, none.at.all, gone");
        assertEquals(
            "{\"request\":{\"headers\":{\"Cookie\":[\"***\",\"***\"],\"Accept\":[\"x\"]},\"user\":{\"id\":\"***\",\"mail\":null}},\"gone\":null}\n",
            mask.apply(TestBlock.of("{\"request\":{\"headers\":{\"Cookie\":[\"a=1\",\"b=2\"],\"Accept\":[\"x\"]},\"user\":{\"id\":5,\"mail\":null}},"
                + "\"gone\":null}\n")).toString());
        mask.setPattern("=.*");
        assertEquals("{\"request\":{\"headers\":{\"Cookie\":[\"a***\",\"plain\"]},\"user\":5}}\n",
            mask.apply(TestBlock.of("{\"request\":{\"headers\":{\"Cookie\":[\"a=1\",\"plain\"]},\"user\":5}}\n")).toString());
    }

    @Test
    void halfOfASurrogatePairIsRefused() {
        InsertField insert = new InsertField();
        insert.setField("env");
        insert.check();
        Block block = insert.apply(TestBlock.of("{\"a\":\"\\ud800\"}\n"));
        assertEquals("", block.toString());
        assertTrue(TestBlock.section(block, UNPARSED).contains("half of a surrogate pair"));
    }

    @Test
    void whatAnActionNeedsIsAskedForByName() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new InsertField().check()).getMessage().contains("field is not set"));
        Block block = TestBlock.of("{}\n");
        assertTrue(assertThrows(IllegalStateException.class, () -> new DivertLines().apply(block)).getMessage().contains("pattern and to"));
        assertThrows(IllegalArgumentException.class, () -> new ReplaceField().setRenames("a:b, c:"));
        assertThrows(IllegalArgumentException.class, () -> new ReplaceField().setRenames(":b"));
    }

    @Test
    void theLineEndsOfUnicodeLeaveAnActionEscaped() {
        InsertField insert = new InsertField();
        insert.setField("env");
        insert.setValue("a\u2029b");
        insert.check();
        assertEquals("{\"a\":\"x\\u2028\\u0085\",\"env\":\"a\\u2029b\"}\n",
            insert.apply(TestBlock.of("{\"a\":\"x\\u2028\u0085\"}\n")).toString());
    }

    @Property(tries = 500)
    void noLineIsLostWhateverItsBytes(@ForAll @Size(max = 60) byte[] bytes) {
        byte[] lines = java.util.Arrays.copyOf(bytes, bytes.length + 1);
        lines[bytes.length] = '\n';
        Block block = TestBlock.of(new String(lines, StandardCharsets.ISO_8859_1));
        for (LineAction action : new LineAction[] {divert("", "[0-9a]"), divert("a", "x"), filter("a", "", "x")}) {
            Block edited = action.apply(block);
            int sections = edited.sections().stream().mapToInt(s -> s.lines()).sum();
            assertEquals(block.lines(), edited.lines() + sections);
        }
    }
}
