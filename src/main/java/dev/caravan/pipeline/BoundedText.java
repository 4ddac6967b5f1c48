package dev.caravan.pipeline;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text that limits the steps of a regular expression. Java's matcher backtracks, and whoever writes the lines may know one on which a
 * pattern takes longer than the age of the world. The matcher reads a character in each step, so this class counts the reads.
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
     * Matches a pattern against the whole text.
     *
     * @return the matcher, with its groups; null if the pattern does not match
     * @throws TooManyStepsException the limit was reached before the answer was known
     */
    public static @Nullable Matcher match(Pattern pattern, String text) throws TooManyStepsException {
        Matcher matcher = pattern.matcher(new BoundedText(text));
        return bounded(matcher::matches) ? matcher : null;
    }

    /**
     * Reports whether the text contains a match of the pattern.
     *
     * @throws TooManyStepsException the limit was reached before the answer was known
     */
    public static boolean find(Pattern pattern, String text) throws TooManyStepsException {
        return bounded(pattern.matcher(new BoundedText(text))::find);
    }

    /**
     * Returns the text with every match of the pattern replaced by a literal text.
     *
     * @throws TooManyStepsException the limit was reached
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
            // The matcher calls itself for repeated groups.
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
