package dev.caravan.parse.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.pipeline.BlockSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A line is a view: nothing outside of it is seen. */
class LineTest {

    private static final BlockSource ORIGIN = new BlockSource("nginx", "/var/log/a.log", 7, Instant.EPOCH, "web1", false);
    private static final byte[] BLOCK = "xabax\nnext\n".getBytes(StandardCharsets.UTF_8);

    private final Line line = new Line().set(BLOCK, 1, 4);

    @Test
    void bytesAreFoundWithinTheLineOnly() {
        assertEquals(1, line.indexOf('a', 1));
        assertEquals(3, line.indexOf('a', 2));
        assertEquals(-1, line.indexOf('x', 1));
        assertEquals(-1, line.indexOf('a', 4));
        assertEquals(3, line.lastIndexOf('a', 4));
        assertEquals(1, line.lastIndexOf('a', 3));
        assertEquals(-1, line.lastIndexOf('x', 4));
        assertEquals(-1, line.lastIndexOf('a', 1));
    }

    @Test
    void aTextBeginsWithinTheLineOnly() {
        assertTrue(line.startsWith("aba", 1));
        assertTrue(line.startsWith("ba", 2));
        assertTrue(line.startsWith("", 4));
        assertFalse(line.startsWith("bax", 2));
        assertFalse(line.startsWith("bb", 2));
        assertFalse(line.startsWith("a", 4));
        assertEquals("ba", line.text(2, 4));
        assertEquals("aba", line.toString());
    }

    @Test
    void itsPlaceIsTold() {
        assertSame(BLOCK, line.bytes());
        assertEquals(1, line.start());
        assertEquals(4, line.end());
        assertEquals(3, line.length());
        assertFalse(line.isEmpty());
        assertTrue(line.set(BLOCK, 2, 2).isEmpty());
        assertEquals(2, line.blockEnd());
        line.ofBlock(BLOCK.length);
        assertEquals(BLOCK.length, line.blockEnd());
        line.begin(ORIGIN, null);
        assertEquals(2, line.blockEnd());
    }

    @Test
    void whatAParserKeepsLastsForItsBlockAndItsStateForTheFile() {
        assertEquals("", line.origin().source());
        line.begin(ORIGIN, "header");
        assertSame(ORIGIN, line.origin());
        assertEquals("header", line.state());
        line.keep("kept");
        assertEquals("kept", line.kept());
        line.state("other");
        assertEquals("other", line.state());
        line.begin(ORIGIN, null);
        assertNull(line.kept());
        assertNull(line.state());
        Line text = Line.of("\u00e4", ORIGIN);
        assertEquals(2, text.length());
        assertEquals("\u00e4", text.toString());
        assertSame(ORIGIN, text.origin());
    }
}
