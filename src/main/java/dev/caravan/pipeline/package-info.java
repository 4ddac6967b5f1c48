/**
 * Blocks of lines, which flow from the package that collects them to the package that batches them.
 *
 * <p>A {@link dev.caravan.pipeline.Block} is the body of every exchange between a source and its batch. It carries whole lines, their
 * origin, and the position at which reading resumes once they are stored. Nothing here is kept on disk: after a crash, the source reads
 * blocks again from the positions in the checkpoint.
 */
@NullMarked
package dev.caravan.pipeline;

import org.jspecify.annotations.NullMarked;
