/**
 * Steps that change the lines of a block between the parser and the batch; the Kamelets {@code *-action} are made of them.
 *
 * <p>A step sees a whole block and hands on a whole block, also when no line is left in it: the position in the file moves
 * with the block. A line is dropped only where a route says so. A line that goes to another output travels as a section of
 * the block, so that it is stored with the block or not at all. Where a step cannot tell what to do with a line, the line
 * goes to {@code unparsed/}, with the reason.
 */
@NullMarked
package dev.caravan.transform;

import org.jspecify.annotations.NullMarked;
