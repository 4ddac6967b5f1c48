package dev.caravan.http;

import dev.caravan.health.Snapshot;
import dev.caravan.health.SourceSnapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last hour, for the page: a number each fifteen seconds of what the outbox holds, and of each source's rate and bytes behind. A
 * ring in memory of 100 KB at most: sources beyond the fiftieth have none. Thread safe.
 */
final class History {

    /** Time between two numbers. */
    static final long INTERVAL_SECONDS = 15;
    /** Numbers of an hour. */
    static final int LENGTH = (int) (3600 / INTERVAL_SECONDS);

    private static final int MOST_SOURCES = 50;

    private final float[] outbox = new float[LENGTH];
    private final Map<String, float[]> rates = new LinkedHashMap<>();
    private final Map<String, float[]> behind = new LinkedHashMap<>();
    private int next;
    private int filled;

    /** Takes the numbers of this moment. */
    synchronized void add(Snapshot snapshot) {
        outbox[next] = snapshot.outbox().bytes();
        rates.values().forEach(ring -> ring[next] = 0);
        behind.values().forEach(ring -> ring[next] = 0);
        for (SourceSnapshot source : snapshot.sources()) {
            if (rates.containsKey(source.name()) || rates.size() < MOST_SOURCES) {
                rates.computeIfAbsent(source.name(), name -> new float[LENGTH])[next] = (float) source.linesPerSecond();
                behind.computeIfAbsent(source.name(), name -> new float[LENGTH])[next] = source.behindBytes();
            }
        }
        next = (next + 1) % LENGTH;
        filled = Math.min(LENGTH, filled + 1);
    }

    /** Bytes in the outbox, the oldest first. */
    synchronized float[] outbox() {
        return inOrder(outbox);
    }

    /** Lines a second of a source, the oldest first; empty where there are none. */
    synchronized float[] rates(String source) {
        return inOrder(rates.get(source));
    }

    /** Bytes behind of a source, the oldest first; empty where there are none. */
    synchronized float[] behind(String source) {
        return inOrder(behind.get(source));
    }

    private float[] inOrder(float @Nullable [] ring) {
        if (ring == null) {
            return new float[0];
        }
        float[] all = new float[filled];
        for (int i = 0; i < all.length; i++) {
            all[i] = ring[Math.floorMod(next - filled + i, LENGTH)];
        }
        return all;
    }
}
