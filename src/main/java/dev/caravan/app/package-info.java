/**
* The wiring of a run: settings, state, routes and S3 client are put together, and stopped in order.
 *
 * <p>{@link dev.caravan.app.Shipper} is the program within the process. Commands use it; it knows none of them.
 */
@NullMarked
package dev.caravan.app;

import org.jspecify.annotations.NullMarked;
