/**
 * Tries parsers and routes on lines without shipping anything: what the commands {@code parse} and {@code test} are made
 * of. No state directory is opened, nothing is written.
 */
@NullMarked
package dev.caravan.dryrun;

import org.jspecify.annotations.NullMarked;
