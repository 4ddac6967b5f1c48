/**
* What all parsers share: lines as bytes, the writer of records, times, addresses and escapes (RFC 3339, RFC 8259). Nothing here allocates
 * memory for each line.
 */
@NullMarked
package dev.caravan.parse.core;

import org.jspecify.annotations.NullMarked;
