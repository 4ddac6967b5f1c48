package dev.caravan.pipeline;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text that bounds what a regular expression may do with it: Java's matcher backtracks, and whoever writes the lines may
 * know one that takes a pattern longer than the age of the world. The matcher looks at a character in each of its steps,
 * so those looks are counted.
 */
public final class BoundedText implements CharSequence {

    private static final long STEPS = 500_000;
    private static final long STEPS_PER_CHARACTER = 30;

    private final String text;
    private long left;

    private BoundedText(String text) {
        this.text = text;
        this.left = STEPS + STEPS_PER_CHARACTER * text.length();
    }

    /**
     * Whether the pattern matches the whole text.
     *
     * @return the matcher, which has the groups; null when it does not match
     * @throws TooManyStepsException it cannot be told within a bounded number of steps
     */
    public static @Nullable Matcher match(Pattern pattern, String text) throws TooManyStepsException {
        Matcher matcher = pattern.matcher(new BoundedText(text));
        return bounded(matcher::matches) ? matcher : null;
    }

    /**
     * Whether the pattern is found in the text.
     *
     * @throws TooManyStepsException it cannot be told within a bounded number of steps
     */
    public static boolean find(Pattern pattern, String text) throws TooManyStepsException {
        return bounded(pattern.matcher(new BoundedText(text))::find);
    }

    /**
     * The text with all that the pattern finds replaced, literally.
     *
     * @throws TooManyStepsException that takes too many steps
     */
    public static String replace(Pattern pattern, String text, String replacement) throws TooManyStepsException {
        String[] result = new String[1];
        bounded(() -> {
            result[0] = pattern.matcher(new BoundedText(text)).replaceAll(Matcher.quoteReplacement(replacement));
            return true;
        });
        return result[0];
    }

    private static boolean bounded(java.util.function.BooleanSupplier work) throws TooManyStepsException {
        try {
            return work.getAsBoolean();
        } catch (Enough e) {
            throw new TooManyStepsException("the pattern takes too many steps on this line");
        } catch (StackOverflowError e) {
            // Groups that repeat are matched by recursion.
            throw new TooManyStepsException("the pattern repeats a group too often on this line");
        }
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        if (--left < 0) {
            throw new Enough();
        }
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Enough() {
            super(null, null, false, false);
        }
    }
}
