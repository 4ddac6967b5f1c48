package dev.caravan.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.deliver.StoredObject;
import dev.caravan.health.DeliverySnapshot;
import dev.caravan.health.FileSnapshot;
import dev.caravan.health.OutboxSnapshot;
import dev.caravan.health.Snapshot;
import dev.caravan.health.SourceSnapshot;
import dev.caravan.health.SourceState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What others have written is text on the page, and the history is an hour and no more. */
class StatusPageTest {

    private static final String EVIL = "</td><script>alert('1')</script>\"\u001b[2J\u202e";

    private static Snapshot snapshot(long time, String text, double rate, long outbox) {
        SourceSnapshot source = new SourceSnapshot(text, SourceState.FAILED, text, text, 5, 1, rate, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1,
            1, 1, 1, text, Map.of("file", 1), List.of(new FileSnapshot(text, 1, 2, true)));
        return new Snapshot(time, "1", 1, 1, text, "/state", List.of(source), new OutboxSnapshot(1, outbox, 3, false, 1),
            new DeliverySnapshot(text, 1, 1, text, 1, 1, List.of(new StoredObject(text, 1, 1))), text);
    }

    @Test
    void nothingThatOthersWroteIsMarkup() {
        Snapshot snapshot = snapshot(2, EVIL, 1, 1);
        History history = new History();
        history.add(snapshot);
        Response page = new StatusPage(snapshot, history.hour(), Map.of("caravan.key", EVIL)).response();
        String html = new String(page.body(), StandardCharsets.UTF_8);
        assertFalse(html.contains("<script>") || html.contains("\u001b") || html.contains("\u202e"), html);
        // The destination; the name of the source in a problem, in two tables and in two charts; its reason, the problem of delivery and that of
        // the routes; the note; a key, a file, what is followed and a setting.
        assertEquals(13, html.split("&lt;script&gt;", -1).length - 1, html);
        assertTrue(html.contains("class=\"state failed\">failed<"), html);
    }

    @Test
    void theHistoryIsARingOfAnHour() {
        History history = new History();
        assertEquals(0, history.hour().times().length);
        for (int i = 0; i < History.LENGTH + 3; i++) {
            history.add(snapshot(15_000L * i, "nginx", i, i));
        }
        History.Hour hour = history.hour();
        float[] rates = hour.sources().get(0).rates();
        assertEquals(History.LENGTH, rates.length);
        assertEquals(3, rates[0]);
        assertEquals(History.LENGTH + 2, rates[History.LENGTH - 1]);
        assertArrayEquals(rates, hour.outbox());
        assertEquals(45, hour.times()[0]);
        assertEquals(15L * (History.LENGTH + 2), hour.times()[History.LENGTH - 1]);
    }

    @Test
    void aClockThatIsSetBackBeginsTheHistoryAnew() {
        History history = new History();
        for (long time : new long[] {100_000, 115_000, 50_000, 65_000}) {
            history.add(snapshot(time, "nginx", 1, 1));
        }
        assertArrayEquals(new long[] {50, 65}, history.hour().times());
        assertEquals(2, history.hour().outbox().length);
    }

    @Test
    void aSourceThatIsGoneMakesRoomWhenItsHourIsOver() {
        History history = new History();
        for (int i = 0; i < 2 * History.MOST_SOURCES; i++) {
            history.add(snapshot(0, "source" + i, 1, 1));
        }
        assertEquals(History.MOST_SOURCES, history.hour().sources().size());
        for (int i = 0; i < History.LENGTH; i++) {
            history.add(snapshot(0, "nginx", 1, 1));
        }
        assertEquals(List.of("nginx"), history.hour().sources().stream().map(History.Line::name).toList());
    }

    @Test
    void theHistoryTakesOneHundredKilobytesAtMost() {
        int numbers = History.LENGTH * (2 * History.MOST_SOURCES + 2);
        assertTrue(numbers * Float.BYTES <= 100_000, numbers + " numbers");
    }

    @Test
    void theScriptGetsTheHistoryInTenths() throws Exception {
        History.Hour hour = new History.Hour(new long[] {5, 20}, new float[] {0, 1.5e9f},
            List.of(new History.Line("a\"</script>", new float[] {0.04f, 12.36f}, new float[] {7, 0})));
        assertEquals("{\"times\":[5,20],\"sources\":[{\"name\":\"a\\\"</script>\",\"rate\":[0,12.4],\"behind\":[7,0]}],"
            + "\"outbox\":[0,1500000000]}", new String(HistoryJson.of(hour).body(), StandardCharsets.UTF_8));
    }

    @Test
    void aCurveEndsAtItsRightEdge() {
        Html html = new Html();
        new Chart("rate", "a < b", value -> value + " l/s", new long[] {0, 30, 60}).curve("<x>", new float[] {0, 10, 5}).to(html);
        String figure = html.toString();
        assertTrue(figure.contains("points=\"590.0,119.0 595.0,1.0 600.0,60.0\"/></svg>"), figure);
        assertTrue(figure.contains("<h3>a &lt; b</h3>") && figure.contains("at most 10.0 l/s"), figure);
        assertTrue(figure.contains("<li class=\"s0\"><span>&lt;x&gt;</span> <b>5.0 l/s</b></li>"), figure);
    }

    @Test
    void uplotIsThereWithItsLicence() throws Exception {
        assertTrue(resource("uPlot.iife.min.js").startsWith("/*! https://github.com/leeoniya/uPlot (v1.6.32) */"));
        assertTrue(resource("LICENSE").startsWith("The MIT License (MIT)"));
    }

    private static String resource(String name) throws Exception {
        try (var in = StatusPage.class.getResourceAsStream("/http/uplot/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
