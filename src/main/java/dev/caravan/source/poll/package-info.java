/**
 * Polls sources, for all endpoints of ours that Camel polls: an error in one poll is reported, and the next poll follows.
 */
@NullMarked
package dev.caravan.source.poll;

import org.jspecify.annotations.NullMarked;
