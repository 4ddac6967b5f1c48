/**
 * The route files: loads them one by one, so that a mistake in one file stops no other, and reloads changes while the program runs. The state
 * that a new route takes over from the old one is in the packages of the flow.
 */
@NullMarked
package dev.caravan.routes;

import org.jspecify.annotations.NullMarked;
