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

    private static Snapshot snapshot(String text, double rate, long outbox) {
        SourceSnapshot source = new SourceSnapshot("nginx", SourceState.FAILED, text, text, 5, 1, rate, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1,
            1, 1, 1, text, Map.of("file", 1), List.of(new FileSnapshot(text, 1, 2, true)));
        return new Snapshot(2, "1", 1, 1, text, "/state", List.of(source), new OutboxSnapshot(1, outbox, 3, false, 1),
            new DeliverySnapshot(text, 1, 1, text, 1, 1, List.of(new StoredObject(text, 1, 1))), text);
    }

    @Test
    void nothingThatOthersWroteIsMarkup() {
        Response page = new StatusPage(snapshot(EVIL, 1, 1), new History(), Map.of("caravan.key", EVIL)).response();
        String html = new String(page.body(), StandardCharsets.UTF_8);
        assertFalse(html.contains("<script>") || html.contains("\u001b") || html.contains("\u202e"), html);
        // The destination, four problems, the note, a key, a file, what is followed and a setting.
        assertEquals(9, html.split("&lt;script&gt;", -1).length - 1, html);
        assertTrue(html.contains("class=\"state failed\">failed<"), html);
    }

    @Test
    void theHistoryIsARingOfAnHour() {
        History history = new History();
        assertEquals(0, history.rates("nginx").length);
        for (int i = 0; i < History.LENGTH + 3; i++) {
            history.add(snapshot("x", i, i));
        }
        float[] rates = history.rates("nginx");
        assertEquals(History.LENGTH, rates.length);
        assertEquals(3, rates[0]);
        assertEquals(History.LENGTH + 2, rates[History.LENGTH - 1]);
        assertArrayEquals(rates, history.outbox());
    }

    @Test
    void aCurveEndsAtItsRightEdge() {
        String svg = Sparkline.of(new float[] {0, 10, 5}, "a < b");
        assertTrue(svg.endsWith("238.0,39.0 239.0,1.0 240.0,20.0\"/></svg>"), svg);
        assertTrue(svg.contains("aria-label=\"a &lt; b\""), svg);
    }
}
