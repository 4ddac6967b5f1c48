/**
 * Trials of parsers and routes on lines, for the commands {@code parse} and {@code test}. They ship nothing, open no state directory and write no
 * files.
 */
@NullMarked
package dev.caravan.dryrun;

import org.jspecify.annotations.NullMarked;
