package dev.caravan.logging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A limit for repeated messages: the first one is logged at once, later ones after pauses that double from a minute to an hour, with the number
 * of messages since the last one. Thread-safe.
 */
public final class Repeats {

    private static final long FIRST = TimeUnit.MINUTES.toNanos(1);
    private static final long LONGEST = TimeUnit.HOURS.toNanos(1);
    private static final int MOST = 1000;

    private final Map<String, Repeat> messages = new LinkedHashMap<>();

    private static final class Repeat {
        private long until;
        private long pause = FIRST;
        private long leftOut;
    }

    /**
     * Decides whether to log a message now.
     *
     * @return the suffix for the message, which is empty the first time; null if the message must not be logged
     */
    public @Nullable String next(String message) {
        return next(message, System.nanoTime());
    }

    /** @param now the time, from {@link System#nanoTime()} */
    synchronized @Nullable String next(String message, long now) {
        Repeat repeat = messages.get(message);
        if (repeat == null) {
            if (messages.size() >= MOST) {
                messages.remove(messages.keySet().iterator().next());
            }
            repeat = new Repeat();
            repeat.until = now + repeat.pause;
            messages.put(message, repeat);
            return "";
        }
        if (now - repeat.until < 0) {
            repeat.leftOut++;
            return null;
        }
        repeat.pause = Math.min(LONGEST, 2 * repeat.pause);
        repeat.until = now + repeat.pause;
        long times = repeat.leftOut + 1;
        repeat.leftOut = 0;
        return " (" + times + " times since the last such message)";
    }

    /** Ends the pause of all messages that begin with {@code begin}, because their problem is over. The next one is logged at once. */
    public synchronized void over(String begin) {
        messages.keySet().removeIf(message -> message.startsWith(begin));
    }
}
