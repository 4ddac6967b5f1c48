/**
 * Collects the output of commands that run at an interval.
 *
 * <p>The Kamelet {@code command-source} calls {@link dev.caravan.source.command.CommandRun}. Output cannot be read again, so the batch
 * forces its block to disk before the run counts as done.
 */
@NullMarked
package dev.caravan.source.command;

import org.jspecify.annotations.NullMarked;
