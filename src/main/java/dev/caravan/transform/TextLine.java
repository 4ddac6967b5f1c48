package dev.caravan.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.parse.core.JsonLine;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.core.UnicodeLineEnds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A line of a block, as text or as a record. A view, which is valid as long as the block. */
public final class TextLine {

    // Numbers keep their format: a time of 1681603203.500000 must not become 1.6816032035E9.
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder().maxNumberLength(1000).build()).build())
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();

    private final byte[] bytes;
    private final int from;
    private final int to;

    TextLine(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    void writeTo(ByteArrayOutputStream out) {
        out.write(bytes, from, to - from);
        out.write('\n');
    }

    /** Returns the text, without a carriage return at its end; invalid UTF-8 becomes U+FFFD. */
    public String text() {
        int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    /**
     * Returns the line's record.
     *
     * @throws RefusedLineException if the line is not a JSON object
     */
    public ObjectNode record() throws RefusedLineException {
        try {
            JsonLine.check(bytes, from, to);
            return (ObjectNode) JSON.readTree(bytes, from, to - from);
        } catch (RefusedLineException e) {
            throw new RefusedLineException("an action on fields needs records: " + e.getMessage());
        } catch (IOException e) {
            throw new RefusedLineException("an action on fields needs records: not valid JSON");
        }
    }

    /**
     * Returns the value of a field as text; lists and objects as JSON.
     *
     * @param field name or path of the field: {@code request.uri}
     * @return null if the record does not have the field, or if the value is null
     * @throws RefusedLineException if the line is not a record
     */
    public @Nullable String field(String field) throws RefusedLineException {
        JsonFieldRef place = JsonFieldRef.find(record(), field);
        JsonNode value = place == null ? null : place.value();
        return value == null || value.isNull() ? null : value.isValueNode() ? value.asText() : value.toString();
    }

    /**
     * Returns a record as a line, without a newline.
     *
     * @throws RefusedLineException if the record cannot be written
     */
    static byte[] write(ObjectNode record) throws RefusedLineException {
        try {
            return UnicodeLineEnds.escaped(JSON.writeValueAsBytes(record));
        } catch (IOException e) {
            throw new RefusedLineException("the record cannot be written as JSON");
        }
    }
}
