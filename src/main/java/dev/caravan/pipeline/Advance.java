package dev.caravan.pipeline;

/** How a source gets on: when it stored lines last, how fast, and for how long it has not though it should. Thread safe. */
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

    /** Lines were stored, or there is a reason why none are. */
    void made() {
        madeAt = System.nanoTime();
    }

    /** Milliseconds since lines were stored, or since there was a reason that none were. */
    public long sinceMade() {
        return (System.nanoTime() - madeAt) / 1_000_000;
    }

    /** When lines were stored last, in milliseconds since 1970; 0 for never. */
    public long lastLine() {
        return lastLine;
    }

    /** Lines stored a second, as of now. */
    public double linesPerSecond() {
        return lines.perSecond();
    }

    /** Bytes stored a second, as of now. */
    public double bytesPerSecond() {
        return bytes.perSecond();
    }
}
