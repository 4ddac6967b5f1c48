package dev.caravan.transform;

import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.pipeline.BoundedText;
import dev.caravan.pipeline.TooManyStepsException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A condition on lines: a regular expression that is found in the line, or in one field of the record that the line is.
 *
 * @param field   the field; empty for the whole line
 * @param pattern Java's regular expression; with {@code ^} and {@code $} it must match from begin to end
 */
record LineMatch(String field, Pattern pattern) {

    /**
     * A regular expression as somebody wrote it.
     *
     * @param name of the parameter, for the message
     * @throws IllegalArgumentException it is none
     */
    static Pattern compile(String name, String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("\"" + regex + "\" is no regular expression (" + e.getDescription() + ") in " + name, e);
        }
    }

    /**
     * Whether the line fulfils it; a record without the field does not.
     *
     * @throws RefusedLineException that cannot be told
     */
    boolean matches(TextLine line) throws RefusedLineException {
        String text = field.isEmpty() ? line.text() : line.field(field);
        try {
            return text != null && BoundedText.find(pattern, text);
        } catch (TooManyStepsException e) {
            throw new RefusedLineException(e.getMessage());
        }
    }
}
