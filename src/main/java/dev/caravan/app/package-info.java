/**
 * The wiring of a run: assembles settings, state, routes and S3 client, and stops them in order.
 *
 * <p>{@link dev.caravan.app.Shipper} is the entry point. Commands use it; it depends on none of them.
 */
@NullMarked
package dev.caravan.app;

import org.jspecify.annotations.NullMarked;
