package dev.caravan.parse.core;

import com.fasterxml.jackson.core.SerializableString;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What a user says about the fields of a format: types, the one that is the time, what stands for "none". Thread safe. */
public final class Fields {

    private static final int MAX_NAMES = 1000;

    private final Map<String, String> types = new HashMap<>();
    private final String timeField;
    private final TimeText time;
    private final @Nullable String empty;
    private final Map<String, SerializableString> names = new ConcurrentHashMap<>();

    /**
     * @param types       as in {@code status=int, ratio=float, ok=boolean}; other fields are strings
     * @param timeField   the field that is a time; empty for none
     * @param timePattern how it is written, see {@link TimeText}
     * @param zone        of times without one; empty for the system's
     * @param empty       a value that stands for none
     * @throws IllegalArgumentException something of it cannot be understood
     */
    public Fields(String types, String timeField, String timePattern, String zone, @Nullable String empty) {
        for (String pair : types.split(",", -1)) {
            String[] both = pair.trim().split("\\s*=\\s*", 2);
            if (pair.isBlank()) {
                continue;
            }
            if (both.length < 2 || !both[1].matches("string|int|float|boolean")) {
                throw new IllegalArgumentException("types: \"" + pair.trim()
                    + "\" is not of the form field=type; types are string, int, float and boolean");
            }
            this.types.put(both[0], both[1]);
        }
        this.timeField = timeField;
        this.time = new TimeText(timePattern, zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone));
        this.empty = empty;
    }

    /** The field that is the time of the line; empty for none. */
    public String timeField() {
        return timeField;
    }

    /** Refuses a text that is not a time as this format has it. */
    public void checkTime(String text, Instant read) throws RefusedLineException {
        time.rfc3339(text, read);
    }

    /** Writes a field, or nothing when the value stands for none. */
    public void write(RecordWriter record, String field, String value, Instant read) throws RefusedLineException {
        if (value == null || value.equals(empty)) {
            return;
        }
        SerializableString name = name(field);
        if (field.equals(timeField)) {
            record.text(name, time.rfc3339(value, read));
            return;
        }
        switch (types.getOrDefault(field, "string")) {
            case "int" -> {
                if (!value.matches("[+-]?[0-9]{1,18}")) {
                    throw new RefusedLineException(field + " is no whole number");
                }
                record.number(name, Long.parseLong(value));
            }
            case "float" -> {
                if (!JsonNumber.isNumber(value)) {
                    throw new RefusedLineException(field + " is no number");
                }
                record.number(name, value);
            }
            case "boolean" -> {
                if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                    throw new RefusedLineException(field + " is neither true nor false");
                }
                record.bool(name, Boolean.parseBoolean(value));
            }
            default -> record.text(name, value);
        }
    }

    private SerializableString name(String field) {
        SerializableString name = names.get(field);
        if (name == null) {
            name = RecordWriter.name(field);
            // Lines may bring their own names, as many as they like.
            if (names.size() < MAX_NAMES) {
                names.put(field, name);
            }
        }
        return name;
    }
}
