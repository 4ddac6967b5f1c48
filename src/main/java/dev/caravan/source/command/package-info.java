/**
 * Collects the output of commands that are run at an interval.
 *
 * <p>{@link dev.caravan.source.command.CommandRun} is what the Kamelet {@code command-source} calls. Output cannot be read
 * again, so its block is forced to disk by the batch before the run counts as done.
 */
@NullMarked
package dev.caravan.source.command;

import org.jspecify.annotations.NullMarked;
