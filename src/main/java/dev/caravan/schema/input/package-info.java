/**
 * Where the records come from that schemas are made of: files, standard input, the objects below a prefix in S3; plain,
 * gzip or zstd.
 *
 * <p>An {@link dev.caravan.schema.input.Input} can be read more than once, because records are checked against the schema
 * after all of them have made it. {@link dev.caravan.schema.input.RecordReader} hands on one record after the other and
 * never holds more than one line. Only standard input is kept on disk, in a temporary file that is deleted at the end; a
 * crash may leave that file in the system's directory for temporary files.
 */
@NullMarked
package dev.caravan.schema.input;

import org.jspecify.annotations.NullMarked;
