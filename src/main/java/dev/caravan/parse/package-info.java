/**
 * Turns lines into records: newline-delimited JSON, or the unchanged bytes where the reader wants raw lines.
 *
 * <p>A {@link dev.caravan.parse.core.LineParser} knows one format. {@link dev.caravan.parse.core.LineFormat} makes a Camel
 * {@code DataFormat} of it, so that a route says {@code unmarshal: { custom: { ref: syslog } }}. A line that the parser
 * refuses becomes a record of the block's unparsed part; no line is dropped. Nothing here is kept on disk; a parser's
 * state for a file travels with the file's position.
 */
@NullMarked
package dev.caravan.parse;

import org.jspecify.annotations.NullMarked;
