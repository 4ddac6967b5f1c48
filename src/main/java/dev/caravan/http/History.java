package dev.caravan.http;

import dev.caravan.health.Snapshot;
import dev.caravan.health.SourceSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The last hour, for the page: a number each fifteen seconds of what the outbox holds, and of each source's rate and bytes behind. A
 * ring in memory of 100 KB at most: sources beyond the fiftieth have none. Thread safe.
 */
final class History {

    /** Time between two numbers. */
    static final long INTERVAL_SECONDS = 15;
    /** Numbers of an hour. */
    static final int LENGTH = (int) (3600 / INTERVAL_SECONDS);
    /** As many sources have a history. */
    static final int MOST_SOURCES = 50;

    /**
     * All of it, the oldest first; the arrays have the same length.
     *
     * @param times   in seconds since 1970
     * @param outbox  bytes in the outbox
     * @param sources in the order in which they came
     */
    record Hour(long[] times, float[] outbox, List<Line> sources) {
    }

    /**
     * A source's hour.
     *
     * @param name   of the source
     * @param rates  lines a second
     * @param behind bytes behind
     */
    record Line(String name, float[] rates, float[] behind) {
    }

    private final float[] outbox = new float[LENGTH];
    /** Seconds since {@link #start}: half as large as times. */
    private final int[] times = new int[LENGTH];
    private final Map<String, Line> rings = new LinkedHashMap<>();
    private long start;
    private int next;
    private int filled;

    /** Takes the numbers of this moment. */
    synchronized void add(Snapshot snapshot) {
        long now = snapshot.time() / 1000;
        if (filled > 0 && now < start + times[Math.floorMod(next - 1, LENGTH)]) {
            // The clock was set back: what was would be in the future.
            filled = 0;
        }
        start = filled == 0 ? now : start;
        times[next] = (int) (now - start);
        outbox[next] = snapshot.outbox().bytes();
        rings.values().forEach(ring -> {
            ring.rates[next] = 0;
            ring.behind[next] = 0;
        });
        for (SourceSnapshot source : snapshot.sources()) {
            if (rings.containsKey(source.name()) || rings.size() < MOST_SOURCES) {
                Line ring = rings.computeIfAbsent(source.name(), name -> new Line(name, new float[LENGTH], new float[LENGTH]));
                ring.rates[next] = (float) source.linesPerSecond();
                ring.behind[next] = source.behindBytes();
            }
        }
        Set<String> there = snapshot.sources().stream().map(SourceSnapshot::name).collect(Collectors.toSet());
        // A source that is gone makes room when its last number has left the hour.
        rings.values().removeIf(ring -> !there.contains(ring.name) && isEmpty(ring.rates) && isEmpty(ring.behind));
        next = (next + 1) % LENGTH;
        filled = Math.min(LENGTH, filled + 1);
    }

    private static boolean isEmpty(float[] ring) {
        for (float value : ring) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** The hour, as a copy. */
    synchronized Hour hour() {
        long[] seconds = new long[filled];
        for (int i = 0; i < filled; i++) {
            seconds[i] = start + times[Math.floorMod(next - filled + i, LENGTH)];
        }
        List<Line> lines = new ArrayList<>();
        rings.values().forEach(ring -> lines.add(new Line(ring.name, inOrder(ring.rates), inOrder(ring.behind))));
        return new Hour(seconds, inOrder(outbox), lines);
    }

    private float[] inOrder(float[] ring) {
        float[] all = new float[filled];
        for (int i = 0; i < all.length; i++) {
            all[i] = ring[Math.floorMod(next - filled + i, LENGTH)];
        }
        return all;
    }
}
