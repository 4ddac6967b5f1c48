package dev.caravan.schema;

/**
 * A number as it is written in a record. Kept as text, because 1, 1.0 and 1e0 are told apart.
 *
 * @param text a JSON number (RFC 8259, section 6)
 */
public record JsonNumber(String text) {

    @Override
    public String toString() {
        return text;
    }
}
