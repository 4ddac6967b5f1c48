/**
 * How sources are polled: an error in one poll is told, and the next one comes. For all endpoints of ours that Camel polls.
 */
@NullMarked
package dev.caravan.source.poll;

import org.jspecify.annotations.NullMarked;
