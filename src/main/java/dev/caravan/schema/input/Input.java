package dev.caravan.schema.input;

import java.io.IOException;
import java.io.InputStream;

/** Something with records in it that can be read from its start any number of times. */
public interface Input {

    /** What it is called in messages: a path, {@code -}, or {@code s3://bucket/key}. */
    String name();

    /** Its bytes as they are stored, maybe compressed; the caller closes the stream. */
    InputStream open() throws IOException;
}
