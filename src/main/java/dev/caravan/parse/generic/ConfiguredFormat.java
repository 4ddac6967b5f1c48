package dev.caravan.parse.generic;

import dev.caravan.parse.core.Fields;
import dev.caravan.parse.core.LineFormat;
import dev.caravan.parse.core.LineParser;

/**
 * A data format that a user declares as a bean in a route file, without Java. This class has the properties that all of
 * them share; a bean with properties that cannot be understood stops the start of its route, with the reason.
 */
public abstract class ConfiguredFormat extends LineFormat {

    private String types = "";
    private String timeField = "";
    private String timePattern = "rfc3339";
    private String zone = "";
    private String empty = "";
    private boolean hasEmpty;

    /** Makes the parser of these properties. */
    protected abstract LineParser make(Fields fields);

    @Override
    protected LineParser make() {
        // No value stands for none unless it is said: an empty text is a text.
        return make(new Fields(types, timeField, timePattern, zone, hasEmpty ? empty : null));
    }

    /** Types of fields that are no strings: {@code status=int, ratio=float, ok=boolean}. */
    public void setTypes(String types) {
        this.types = types;
    }

    /** The field that holds the time of the event; it becomes RFC 3339. */
    public void setTimeField(String timeField) {
        this.timeField = timeField;
    }

    /**
     * How the time is written: {@code rfc3339}, {@code unix}, {@code unix_ms}, or letters as in Java's
     * {@link java.time.format.DateTimeFormatter}, for example {@code dd/MMM/yyyy:HH:mm:ss Z}.
     */
    public void setTimePattern(String timePattern) {
        this.timePattern = timePattern;
    }

    /** Zone of times that carry none, for example {@code Europe/Berlin}; the system's if not set. */
    public void setZone(String zone) {
        this.zone = zone;
    }

    /** A value that stands for none, for example {@code -}: such a field is left out. */
    public void setEmpty(String empty) {
        this.empty = empty;
        this.hasEmpty = true;
    }
}
