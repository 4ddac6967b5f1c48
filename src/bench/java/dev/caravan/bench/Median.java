package dev.caravan.bench;

import java.util.List;

/** Medians and other ranks. */
final class Median {

    private Median() {
    }

    static double of(List<Double> values) {
        return rank(values, 0.5);
    }

    /** The value that so large a part of the values do not exceed. */
    static double rank(List<Double> values, double part) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * part)));
    }
}
