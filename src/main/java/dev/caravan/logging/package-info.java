/**
 * What of a message reaches the log: nothing that makes a line look like another program's or like two, and no secret. Names of
 * files, answers of stores and what commands print are in messages, and others write those. Knows no other package.
 */
@NullMarked
package dev.caravan.logging;

import org.jspecify.annotations.NullMarked;
