/**
 * What flows: blocks of lines, from the package that collects them to the one that batches them.
 *
 * <p>A {@link dev.caravan.pipeline.Block} is the body of every exchange between a source and its batch. It carries whole
 * lines, where they come from, and the position to resume at once they are stored. Nothing here is kept on disk: after
 * a crash blocks are read again from the positions in the checkpoint.
 */
@NullMarked
package dev.caravan.pipeline;

import org.jspecify.annotations.NullMarked;
