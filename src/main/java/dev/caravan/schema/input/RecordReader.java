package dev.caravan.schema.input;

import dev.caravan.schema.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Reads newline-delimited JSON, one record after the other. White space around a line is removed, blank lines are
 * skipped, the last line needs no newline. Not thread safe.
 */
public final class RecordReader implements Closeable {

    private final String name;
    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    /** The line that is being read, which may be longer than the buffer. */
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private int position;
    private int end;
    private long line;

    /**
     * Begins to read an input.
     *
     * @throws BadRecordException the input cannot be opened
     */
    public RecordReader(Input input) throws BadRecordException {
        name = input.name();
        InputStream stored = null;
        try {
            stored = input.open();
            in = Unpacked.of(stored);
        } catch (IOException e) {
            if (stored != null) {
                closeQuietly(stored);
            }
            throw new BadRecordException(name, 0, e.getMessage());
        }
    }

    /**
     * The next record; see {@link JsonText} for what it is made of.
     *
     * @return null at the end
     * @throws BadRecordException the line is not a JSON object in UTF-8, or the input cannot be read further
     */
    public @Nullable Map<String, Object> next() throws BadRecordException {
        try {
            while (readLine()) {
                String text = trim(text());
                if (!text.isEmpty()) {
                    return JsonText.object(text);
                }
            }
            return null;
        } catch (IllegalArgumentException e) {
            throw new BadRecordException(name, line, e.getMessage());
        } catch (IOException | SdkException e) {
            throw new BadRecordException(name, line + 1, "cannot be read further: " + e.getMessage());
        }
    }

    /** Where the last record is, as {@code name:line}. */
    public String place() {
        return name + ":" + line;
    }

    /** Number of the last record's line; the first is 1. */
    public long line() {
        return line;
    }

    @Override
    public void close() {
        closeQuietly(in);
    }

    private boolean readLine() throws IOException {
        bytes.reset();
        while (fill()) {
            int from = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            bytes.write(buffer, from, position - from);
            if (position < end) {
                position++;
                line++;
                return true;
            }
        }
        if (bytes.size() == 0) {
            return false;
        }
        line++;
        return true;
    }

    /** Makes sure that there are bytes in the buffer; false at the end. */
    private boolean fill() throws IOException {
        if (position == end) {
            position = 0;
            end = Math.max(0, in.read(buffer));
        }
        return position < end;
    }

    private String text() {
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8, which Panther refuses; write the file as UTF-8", e);
        }
        if (text.startsWith("\ufeff")) {
            throw new IllegalArgumentException("begins with a byte order mark, which Panther refuses; remove it");
        }
        return text;
    }

    /** Removes what Go takes for white space, which is not quite what Java does. */
    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isSpace(char c) {
        return c >= '\t' && c <= '\r' || c == ' ' || c == 0x85 || c == 0xa0 || c > 0xff && Character.isSpaceChar(c);
    }

    private static void closeQuietly(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            // All that was wanted was read; there is nothing to lose.
        }
    }
}
