package dev.caravan.schema;

import java.util.regex.Pattern;

/** Panther's names for log types: parts of letters and digits, each begun by a capital, with dots between them. */
public final class SchemaName {

    /** Two characters a part at least, as Panther's own check has it. */
    private static final Pattern VALID = Pattern.compile("[A-Z][A-Za-z0-9]+(\\.[A-Z][A-Za-z0-9]+)*");

    private SchemaName() {
    }

    /**
     * The full name for what a user gave: {@code Netstat} is {@code Custom.Netstat}; a name with a dot is taken as it is.
     *
     * @throws IllegalArgumentException Panther would refuse the name; the message says why and what to do
     */
    public static String of(String given) {
        String name = given.indexOf('.') >= 0 ? given : "Custom." + given;
        if (!VALID.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + given + "' is no name for a schema: Panther takes parts of at least"
                + " two letters or digits, each begun by a capital, with dots between them, such as Netstat or"
                + " Custom.Netstat");
        }
        return name;
    }
}
