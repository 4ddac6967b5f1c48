/**
 * The route files: loading them one by one, so that a mistake in one stops no other, and taking changes over while the
 * program runs. What is handed over from a route to the one in its place is in the packages of the flow.
 */
@NullMarked
package dev.caravan.routes;

import org.jspecify.annotations.NullMarked;
