/**
 * The steps between the parser and the batch that change the lines of a block; the Kamelets {@code *-action} use them.
 *
 * <p>A step takes a whole block and passes on a whole block, even an empty one, because the offset in the file moves with the block. A step drops
 * lines only if the route says so. A diverted line stays in the block, in a section, so that it is stored together with the block or not at all. A
 * line to which a step cannot be applied goes to {@code unparsed/}, with the reason.
 */
@NullMarked
package dev.caravan.transform;

import org.jspecify.annotations.NullMarked;
