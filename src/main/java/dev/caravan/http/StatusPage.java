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

/**
 * The page for people, as HTML that is whole without a script. What has {@code data-part} is what the script renews: nothing in it can have
 * the focus.
 */
final class StatusPage {

    private final Snapshot snapshot;
    private final History.Hour hour;
    private final Map<String, String> settings;
    private final Html html = new Html();

    /** @param settings those that were set, without secrets */
    StatusPage(Snapshot snapshot, History.Hour hour, Map<String, String> settings) {
        this.snapshot = snapshot;
        this.hour = hour;
        this.settings = settings;
    }

    /** The page. */
    Response response() {
        List<String> problems = snapshot.problems();
        head(problems.isEmpty() ? "ready" : "not ready");
        html.raw("<main>\n<div data-part=\"problems\">");
        if (!problems.isEmpty()) {
            html.raw("<section class=\"problems\" aria-labelledby=\"wrong\"><h2 id=\"wrong\">What is wrong</h2><ul>\n");
            problems.forEach(problem -> html.raw("<li>").text(problem).raw("</li>\n"));
            html.raw("</ul></section>");
        }
        if (snapshot.delivery().note() != null) {
            html.raw("<p class=\"note\">").text(snapshot.delivery().note()).raw("</p>");
        }
        html.raw("</div>\n");
        figures();
        sources();
        charts();
        objects();
        files();
        settings();
        return Response.of(200, "text/html", html.raw("</main></body></html>\n").toString());
    }

    private void head(String word) {
        html.raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>").text(word)
            .raw(" - Caravan</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<link rel=\"icon\" type=\"image/svg+xml\" href=\"/icon.svg\"><link rel=\"stylesheet\" href=\"/uplot.css\">"
                + "<link rel=\"stylesheet\" href=\"/page.css\"><script src=\"/uplot.js\" defer></script><script src=\"/page.js\" defer></script>"
                + "</head>\n<body><header><div class=\"title\"><h1>Caravan</h1><p role=\"status\" data-part=\"state\"><span class=\"state "
                + word.replace(' ', '-') + "\">" + word + "</span></p></div>\n<p class=\"soft\" data-part=\"about\">")
            .text("Version " + snapshot.version() + ", process " + snapshot.pid() + ", up "
                + Words.duration(snapshot.time() - snapshot.startedAt()) + ", as of " + time(snapshot.time()))
            .raw("</p><p class=\"soft\">Objects go to <code>").text(snapshot.destination()).raw("</code>.</p></header>\n");
    }

    private void figures() {
        OutboxSnapshot outbox = snapshot.outbox();
        DeliverySnapshot delivery = snapshot.delivery();
        double lines = snapshot.sources().stream().mapToDouble(SourceSnapshot::linesPerSecond).sum();
        double bytes = snapshot.sources().stream().mapToDouble(SourceSnapshot::bytesPerSecond).sum();
        long behind = snapshot.sources().stream().mapToLong(SourceSnapshot::behindBytes).sum();
        long sources = snapshot.sources().stream().filter(source -> source.behindBytes() > 0).count();
        html.raw("<dl class=\"figures\" data-part=\"figures\">");
        figure("Lines a second", rate(lines), Words.bytes(Math.round(bytes)) + " a second");
        figure("Behind", Words.bytes(behind), behind == 0 ? "all is read" : sources + " of " + snapshot.sources().size() + " sources");
        figure("In the outbox", Words.bytes(outbox.bytes()), objects(outbox.objects()) + (outbox.oldest() == 0 ? "" : ", the oldest "
            + ago(outbox.oldest()) + " old") + ", limit " + Words.bytes(outbox.limitBytes()));
        figure("Delivered", objects(delivery.stored()), delivery.problem() == null ? count(delivery.failed(), "failed attempt")
            : "retrying for " + ago(delivery.failingSince()) + ", next try " + (delivery.untilNextTry() == 0 ? "now"
                : "in " + Words.duration(delivery.untilNextTry())));
        html.raw("</dl>\n");
    }

    private void figure(String what, String value, String more) {
        html.raw("<div><dt>" + what + "</dt><dd><b>").text(value).raw("</b> <span class=\"soft\">").text(more).raw("</span></dd></div>");
    }

    /**
     * Begins a table. On a narrow screen its rows are cards, where each cell has the name of its column before it; the roles keep it a table
     * for a screen reader then.
     */
    private void table(String part, String label, String... columns) {
        html.raw("<div class=\"table\"><table role=\"table\" aria-label=\"" + label + "\"><thead role=\"rowgroup\"><tr role=\"row\">");
        for (String column : columns) {
            boolean number = column.startsWith("#");
            html.raw("<th role=\"columnheader\" scope=\"col\"" + (number ? " class=\"number\">" : ">")).text(number ? column.substring(1)
                : column).raw("</th>");
        }
        html.raw("</tr></thead><tbody role=\"rowgroup\" data-part=\"" + part + "\">\n");
    }

    private void endTable() {
        html.raw("</tbody></table></div>\n");
    }

    private void row(String name) {
        html.raw("<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">").text(name).raw("</th>");
    }

    private void sources() {
        html.raw("<h2>Sources</h2>\n");
        table("sources", "Sources", "Source", "State", "#Behind", "#Lines a second", "#Unparsed", "Last object", "Follows");
        for (SourceSnapshot source : snapshot.sources()) {
            String word = source.state().word();
            row(source.name());
            html.raw("<td role=\"cell\" data-label=\"State\"><span class=\"state " + word + "\">" + word + "</span></td>");
            html.cell("Behind", "number", source.behindBytes() == 0 ? "-" : Words.bytes(source.behindBytes()));
            html.cell("Lines a second", "number", rate(source.linesPerSecond()));
            html.cell("Unparsed", "number", Long.toString(source.unparsed()));
            html.cell("Last object", "", source.lastDelivery() == 0 ? "none yet" : ago(source.lastDelivery()) + " ago");
            html.cell("Follows", "long", source.following()).raw("</tr>\n");
        }
        endTable();
    }

    private void charts() {
        html.raw("<h2>The last hour</h2>\n<div class=\"charts\">\n");
        Chart rate = new Chart("rate", "Lines a second", StatusPage::rate, hour.times());
        Chart behind = new Chart("behind", "Behind", bytes -> Words.bytes((long) bytes), hour.times());
        for (History.Line line : hour.sources()) {
            rate.curve(line.name(), line.rates());
            behind.curve(line.name(), line.behind());
        }
        rate.to(html);
        behind.to(html);
        new Chart("outbox", "Outbox", bytes -> Words.bytes((long) bytes), hour.times()).curve("all sources", hour.outbox()).to(html);
        html.raw("</div>\n");
    }

    private void objects() {
        html.raw("<h2>Last objects</h2>\n");
        table("objects", "Last objects", "Delivered", "#Size", "Key");
        for (StoredObject object : snapshot.delivery().recent()) {
            row(time(object.time()));
            html.cell("Size", "number", Words.bytes(object.size())).cell("Key", "key", object.key()).raw("</tr>\n");
        }
        if (snapshot.delivery().recent().isEmpty()) {
            html.raw("<tr role=\"row\"><td role=\"cell\" colspan=\"3\" class=\"soft\">none since the start</td></tr>\n");
        }
        endTable();
    }

    private void files() {
        html.raw("<details><summary>Files and positions</summary>\n");
        table("files", "Files", "Source", "File", "#Position", "#Size", "Rotated");
        for (SourceSnapshot source : snapshot.sources()) {
            for (FileSnapshot file : source.files()) {
                row(source.name());
                html.cell("File", "key", file.path()).cell("Position", "number", Long.toString(file.offset()))
                    .cell("Size", "number", file.size() < 0 ? "-" : Long.toString(file.size()))
                    .cell("Rotated", "", file.rotated() ? "yes" : "no").raw("</tr>\n");
            }
        }
        endTable();
        html.raw("</details>\n");
    }

    private void settings() {
        html.raw("<details><summary>Settings</summary>\n");
        table("settings", "Settings", "Setting", "Value");
        settings.forEach((name, value) -> {
            row(name);
            html.cell("Value", "key", value).raw("</tr>\n");
        });
        endTable();
        html.raw("</details>\n");
    }

    private String ago(long millis) {
        return Words.duration(snapshot.time() - millis);
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond >= 100 ? "%,.0f" : "%.1f", perSecond);
    }

    private static String objects(long number) {
        return count(number, "object");
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString().replaceFirst("\\.[0-9]+Z$", "Z");
    }
}
