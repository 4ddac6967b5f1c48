package dev.caravan.pipeline;

/**
 * The progress of a source: when it last stored lines, how fast it does, and for how long it has stored none although it should.
 * Thread-safe.
 */
public final class Advance {

    private final Rate lines = new Rate();
    private final Rate bytes = new Rate();
    private volatile long lastLine;
    private volatile long madeAt = System.nanoTime();

    void stored(int newLines, int newBytes) {
        lines.add(newLines);
        bytes.add(newBytes);
        lastLine = System.currentTimeMillis();
        made();
    }

    /** Notes progress: lines were stored, or there is a reason why none are. */
    void made() {
        madeAt = System.nanoTime();
    }

    /** Returns the milliseconds since lines were last stored, or since there last was a reason why none were. */
    public long sinceMade() {
        return (System.nanoTime() - madeAt) / 1_000_000;
    }

    /** Returns when lines were last stored, in milliseconds since 1970; 0 for never. */
    public long lastLine() {
        return lastLine;
    }

    /** Returns the lines stored per second, as of now. */
    public double linesPerSecond() {
        return lines.perSecond();
    }

    /** Returns the bytes stored per second, as of now. */
    public double bytesPerSecond() {
        return bytes.perSecond();
    }
}
