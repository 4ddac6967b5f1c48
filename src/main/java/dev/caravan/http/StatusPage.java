package dev.caravan.http;

import dev.caravan.deliver.StoredObject;
import dev.caravan.health.DeliverySnapshot;
import dev.caravan.health.FileSnapshot;
import dev.caravan.health.OutboxSnapshot;
import dev.caravan.health.Snapshot;
import dev.caravan.health.SourceSnapshot;
import dev.caravan.health.Words;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page for people, as HTML that is whole without a script. */
final class StatusPage {

    private final Snapshot snapshot;
    private final History history;
    private final Map<String, String> settings;
    private final Html html = new Html();

    /** @param settings those that were set, without secrets */
    StatusPage(Snapshot snapshot, History history, Map<String, String> settings) {
        this.snapshot = snapshot;
        this.history = history;
        this.settings = settings;
    }

    /** The page. */
    Response response() {
        List<String> problems = snapshot.problems();
        String word = problems.isEmpty() ? "ready" : "not ready";
        html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").text(word)
            .raw(" - Caravan</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<link rel=\"stylesheet\" href=\"/page.css\"><script src=\"/page.js\" defer></script></head>\n<body><main>\n")
            .raw("<h1>Caravan: <span class=\"state " + word.replace(' ', '-') + "\">" + word + "</span></h1>\n<p class=\"soft\">")
            .text("Version " + snapshot.version() + ", process " + snapshot.pid() + ", up "
                + Words.duration(snapshot.time() - snapshot.startedAt()) + ", as of " + time(snapshot.time()))
            .raw("</p>\n<p>Objects go to <code>").text(snapshot.destination()).raw("</code>.</p>\n");
        if (!problems.isEmpty()) {
            html.raw("<section class=\"problems\" aria-label=\"What is wrong\">\n");
            problems.forEach(problem -> html.raw("<p>").text(problem).raw("</p>\n"));
            html.raw("</section>\n");
        }
        sources();
        delivery();
        objects();
        files();
        settings();
        return Response.of(200, "text/html", html.raw("</main></body></html>\n").toString());
    }

    private void table(String label, String... columns) {
        html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").text(label).raw("\"><table><thead><tr>");
        for (String column : columns) {
            boolean number = column.startsWith("#");
            html.raw(number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">").text(number ? column.substring(1) : column)
                .raw("</th>");
        }
        html.raw("</tr></thead><tbody>\n");
    }

    private void endTable() {
        html.raw("</tbody></table></div>\n");
    }

    private void sources() {
        html.raw("<h2>Sources</h2>\n");
        table("Sources", "Source", "State", "#Behind", "#Lines/s", "Lines/s, last hour", "Behind, last hour", "#Unparsed", "Last object",
            "Follows");
        for (SourceSnapshot source : snapshot.sources()) {
            String word = source.state().word();
            html.raw("<tr><th scope=\"row\">").text(source.name()).raw("</th><td><span class=\"state " + word + "\">" + word
                + "</span></td>");
            html.cell("number", source.behindBytes() == 0 ? "-" : Words.bytes(source.behindBytes()));
            html.cell("number", String.format(Locale.ROOT, "%.1f", source.linesPerSecond()));
            float[] rates = history.rates(source.name());
            html.raw("<td>" + Sparkline.of(rates, String.format(Locale.ROOT, "at most %.1f lines a second", Sparkline.highest(rates)))
                + "</td>");
            float[] behind = history.behind(source.name());
            html.raw("<td>" + Sparkline.of(behind, "at most " + Words.bytes((long) Sparkline.highest(behind)) + " behind") + "</td>");
            html.cell("number", Long.toString(source.unparsed()));
            html.cell("", source.lastDelivery() == 0 ? "none yet" : Words.duration(snapshot.time() - source.lastDelivery()) + " ago");
            html.cell("long", source.following()).raw("</tr>\n");
        }
        endTable();
    }

    private void delivery() {
        OutboxSnapshot outbox = snapshot.outbox();
        DeliverySnapshot delivery = snapshot.delivery();
        html.raw("<h2>Delivery</h2>\n<p>").text(outbox.objects() + " objects wait in the outbox: " + Words.bytes(outbox.bytes()) + " of "
            + Words.bytes(outbox.limitBytes()) + (outbox.oldest() == 0 ? "" : ", the oldest "
                + Words.duration(snapshot.time() - outbox.oldest()) + " old") + ".").raw("</p>\n");
        float[] sizes = history.outbox();
        html.raw(Sparkline.of(sizes, "outbox in the last hour, at most " + Words.bytes((long) Sparkline.highest(sizes))) + "\n<p>");
        html.text(delivery.problem() == null ? delivery.stored() + " objects delivered since the start, " + delivery.failed()
            + " attempts failed." : "Retrying for " + Words.duration(snapshot.time() - delivery.failingSince()) + ", next try "
                + (delivery.untilNextTry() == 0 ? "now." : "in " + Words.duration(delivery.untilNextTry()) + ".")).raw("</p>\n");
        if (delivery.note() != null) {
            html.raw("<p>").text(delivery.note()).raw("</p>\n");
        }
    }

    private void objects() {
        if (snapshot.delivery().recent().isEmpty()) {
            return;
        }
        html.raw("<h2>Last objects</h2>\n");
        table("Last objects", "Delivered", "#Size", "Key");
        for (StoredObject object : snapshot.delivery().recent()) {
            html.raw("<tr>").cell("", time(object.time())).cell("number", Words.bytes(object.size())).cell("long", object.key())
                .raw("</tr>\n");
        }
        endTable();
    }

    private void files() {
        html.raw("<details id=\"files\"><summary>Files</summary>\n");
        table("Files", "Source", "File", "#Position", "#Size", "Rotated");
        for (SourceSnapshot source : snapshot.sources()) {
            for (FileSnapshot file : source.files()) {
                html.raw("<tr>").cell("", source.name()).cell("long", file.path()).cell("number", Long.toString(file.offset()))
                    .cell("number", file.size() < 0 ? "-" : Long.toString(file.size())).cell("", file.rotated() ? "yes" : "no")
                    .raw("</tr>\n");
            }
        }
        endTable();
        html.raw("</details>\n");
    }

    private void settings() {
        html.raw("<details id=\"settings\"><summary>Settings</summary>\n");
        table("Settings", "Setting", "Value");
        settings.forEach((name, value) -> html.raw("<tr>").cell("", name).cell("long", value).raw("</tr>\n"));
        endTable();
        html.raw("</details>\n");
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString().replaceFirst("\\.[0-9]+Z$", "Z");
    }
}
