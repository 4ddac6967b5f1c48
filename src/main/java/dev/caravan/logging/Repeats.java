package dev.caravan.logging;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How often the same message is logged: at once, and then after pauses that double, from a minute to an hour, with the number of times
 * that it was left out. Thread safe.
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
     * Whether a message is to be logged now.
     *
     * @return what is to stand behind it, empty the first time; null where it is to be left out
     */
    public @Nullable String next(String message) {
        return next(message, System.nanoTime());
    }

    /** @param now of {@link System#nanoTime()} */
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
        return " (" + times + " times since it was last said)";
    }

    /** What such messages are about is over: the next one is logged at once. */
    public synchronized void over(String begin) {
        messages.keySet().removeIf(message -> message.startsWith(begin));
    }
}
