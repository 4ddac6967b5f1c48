package dev.caravan.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * A chart of the last hour, as SVG within the page, so that it is there without a script; the script draws it anew, with axes. Each curve
 * has a colour by its place, {@code s0} to {@code s7} of page.css, and its last value in words beside it.
 */
final class Chart {

    /** Colours of page.css. */
    static final int COLOURS = 8;

    private static final int WIDTH = 600;
    private static final int HEIGHT = 120;
    private static final double SECONDS = 3600;

    private final String id;
    private final String title;
    private final DoubleFunction<String> words;
    private final long[] times;
    private final List<String> names = new ArrayList<>();
    private final List<float[]> curves = new ArrayList<>();

    /**
     * Begins one without curves.
     *
     * @param id    by which the script finds it
     * @param title what it shows
     * @param words a value as people read it
     * @param times of the values, in seconds since 1970, the oldest first
     */
    Chart(String id, String title, DoubleFunction<String> words, long[] times) {
        this.id = id;
        this.title = title;
        this.words = words;
        this.times = times;
    }

    /** Adds a curve, a value for each time, none below 0. */
    Chart curve(String name, float[] values) {
        names.add(name);
        curves.add(values);
        return this;
    }

    /** Adds its markup. */
    void to(Html html) {
        double highest = curves.stream().mapToDouble(Chart::highest).max().orElse(0);
        html.raw("<figure id=\"" + id + "\"><figcaption><h3>").text(title).raw("</h3><p class=\"soft\" data-part=\"" + id + "-most\">")
            .text("at most " + words.apply(highest)).raw("</p></figcaption>\n<div class=\"plot\"><svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT
                + "\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"")
            .text(title + " in the last hour").raw("\">");
        for (int i = 0; i < curves.size(); i++) {
            html.raw("<polyline class=\"s" + i % COLOURS + "\" points=\"" + points(curves.get(i), highest) + "\"/>");
        }
        html.raw("</svg></div>\n<ul class=\"values\">");
        for (int i = 0; i < curves.size(); i++) {
            float[] values = curves.get(i);
            html.raw("<li class=\"s" + i % COLOURS + "\"><span>").text(names.get(i)).raw("</span> <b>")
                .text(values.length == 0 ? "-" : words.apply(values[values.length - 1])).raw("</b></li>");
        }
        html.raw("</ul></figure>\n");
    }

    private String points(float[] values, double highest) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            double x = WIDTH * (1 - (times[times.length - 1] - times[i]) / SECONDS);
            double y = highest == 0 ? HEIGHT - 1 : HEIGHT - 1 - values[i] / highest * (HEIGHT - 2);
            points.append(i == 0 ? "" : " ").append(String.format(Locale.ROOT, "%.1f,%.1f", x, y));
        }
        return points.toString();
    }

    private static double highest(float[] values) {
        double highest = 0;
        for (float value : values) {
            highest = Math.max(highest, value);
        }
        return highest;
    }
}
