package dev.caravan.http;

import java.util.Locale;

/** A curve without axes, as SVG within the page, so that it is there without a script. */
final class Sparkline {

    private static final int WIDTH = 240;
    private static final int HEIGHT = 40;

    private Sparkline() {
    }

    /**
     * The markup.
     *
     * @param values the oldest first, none below 0
     * @param label  what it shows, with its highest and last value, for those who cannot see it; no markup
     */
    static String of(float[] values, String label) {
        float highest = highest(values);
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            double x = WIDTH - (values.length - 1 - i) * (double) WIDTH / (History.LENGTH - 1);
            double y = highest == 0 ? HEIGHT - 1 : HEIGHT - 1 - values[i] / highest * (HEIGHT - 2);
            points.append(i == 0 ? "" : " ").append(String.format(Locale.ROOT, "%.1f,%.1f", x, y));
        }
        return new Html().raw("<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"")
            .text(label).raw("\"><polyline points=\"" + points + "\"/></svg>").toString();
    }

    /** The highest of some values; 0 for none. */
    static float highest(float[] values) {
        float highest = 0;
        for (float value : values) {
            highest = Math.max(highest, value);
        }
        return highest;
    }
}
