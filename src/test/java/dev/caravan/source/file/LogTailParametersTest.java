package dev.caravan.source.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What the parameters of a source mean, and which are refused. */
class LogTailParametersTest {

    private final LogTail tail = new LogTail();

    LogTailParametersTest() {
        tail.setSource("nginx");
        tail.setDirectory("/var/log/nginx");
        tail.setFileName("*.log");
    }

    private TailOptions options() {
        return tail.options("web1", tail.names());
    }

    private void refused(String expected, Consumer<LogTail> set) {
        String message = assertThrows(IllegalArgumentException.class, () -> set.accept(tail)).getMessage();
        assertTrue(message.contains(expected), message);
    }

    @Test
    void withoutMoreEachLineIsARecordFromTheBeginningOn() {
        TailOptions options = options();
        assertEquals("nginx", options.source());
        assertEquals("web1", options.host());
        assertEquals(Path.of("/var/log/nginx"), options.directory());
        assertEquals("*.log", tail.getFileName());
        assertEquals("/var/log/nginx", tail.getDirectory());
        assertTrue(options.follows().test(Path.of("/var/log/nginx/access.log")));
        assertFalse(options.follows().test(Path.of("/var/log/nginx/access.txt")));
        assertNull(options.archive());
        assertFalse(options.startAtEnd());
        assertEquals(1 << 20, options.maxLineBytes());
        assertEquals(1 << 18, options.blockBytes());
        assertEquals(1L << 30, options.maxUnpackedBytes());
        assertEquals(Duration.ofSeconds(5), options.rotatedWait());
        assertEquals(256, options.maxOpenFiles());
        assertNull(options.records());
        assertEquals(Duration.ofSeconds(2), options.recordWait());
    }

    @Test
    void eachParameterCounts() {
        tail.setDirectory("file:///var/log/../caf%E9");
        tail.setExclude("b.log, old/*");
        tail.setRotatedDirectory("../*-*-*");
        tail.setStart("end");
        tail.setMaxLineBytes("2KiB");
        tail.setMaxUnpackedBytes("3MiB");
        tail.setRotatedWait("7s");
        tail.setMaxOpenFiles("9");
        tail.setMultilineStart("^\\d");
        tail.setMultilineWait("1500");
        TailOptions options = options();
        assertEquals(PathText.path("file:///var/caf%E9"), options.directory());
        assertFalse(options.follows().test(options.directory().resolve("b.log")));
        assertEquals(Path.of("../*-*-*"), options.archive());
        assertTrue(options.startAtEnd());
        assertEquals(2048, options.maxLineBytes());
        assertEquals(2048, options.blockBytes());
        assertEquals(3L << 20, options.maxUnpackedBytes());
        assertEquals(Duration.ofSeconds(7), options.rotatedWait());
        assertEquals(9, options.maxOpenFiles());
        assertInstanceOf(MultilineMatcher.class, options.records());
        assertEquals(Duration.ofMillis(1500), options.recordWait());
        tail.setStart("beginning");
        assertFalse(options().startAtEnd());
    }

    @Test
    void onlyEventsOfAuditdAreJoined() {
        for (String format : new String[] {"", "json", "raw"}) {
            tail.setAuditFormat(format);
            assertNull(options().records());
        }
        tail.setAuditFormat("events");
        assertInstanceOf(AuditEventBounds.class, options().records());
    }

    @Test
    void whatMeansNothingIsRefusedWithItsName() {
        refused("auditFormat of source nginx is event: it must be events, json or raw", t -> t.setAuditFormat("event"));
        refused("multilineStart of source nginx is no regular expression: ", t -> t.setMultilineStart("("));
        refused("rotatedDirectory of source nginx is neither a directory nor a pattern: ", t -> t.setRotatedDirectory("[a"));
        refused("start of source nginx", t -> t.setStart("middle"));
        refused("maxLineBytes of source nginx", t -> t.setMaxLineBytes("long"));
        refused("maxUnpackedBytes of source nginx", t -> t.setMaxUnpackedBytes("-1"));
        refused("rotatedWait of source nginx", t -> t.setRotatedWait("soon"));
        refused("multilineWait of source nginx", t -> t.setMultilineWait("soon"));
    }

    @Test
    void linksAreFollowedAsTheParameterSaysOtherwiseTheSetting() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            tail.setCamelContext(context);
            assertFalse(tail.followsLinks());
            tail.setFollowLinks("true");
            assertTrue(tail.followsLinks());
            Properties settings = new Properties();
            settings.setProperty("caravan.source.nginx.follow-links", "true");
            settings.setProperty("caravan.source.other.follow-links", "perhaps");
            context.getPropertiesComponent().setInitialProperties(settings);
            tail.setFollowLinks("false");
            assertFalse(tail.followsLinks());
            tail.setFollowLinks("");
            assertTrue(tail.followsLinks());
            refused("followLinks of source nginx", each -> each.setFollowLinks("perhaps"));
            tail.setSource("other");
            refused("caravan.source.other.follow-links", LogTail::followsLinks);
        }
    }
}
