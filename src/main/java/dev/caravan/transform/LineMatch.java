package dev.caravan.transform;

import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.pipeline.BoundedText;
import dev.caravan.pipeline.TooManyStepsException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A condition on lines: a regular expression that must be found in the line, or in a field of the line's record.
 *
 * @param field   the field; empty for the whole line
 * @param pattern Java's regular expression; {@code ^} and {@code $} anchor it to the beginning and end
 */
record LineMatch(String field, Pattern pattern) {

    /**
     * Compiles a user's regular expression.
     *
     * @param name name of the parameter, for the message
     * @throws IllegalArgumentException if the text is not a regular expression
     */
    static Pattern compile(String name, String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("\"" + regex + "\" is not a regular expression (" + e.getDescription() + ") in " + name, e);
        }
    }

    /**
     * Reports whether a line meets the condition; a record without the field does not.
     *
     * @throws RefusedLineException if the line is not a record, or the expression takes too many steps
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
