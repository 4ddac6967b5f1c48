/**
 * The program: {@link dev.caravan.Caravan} is the command line, {@link dev.caravan.Relaunch} replaces a plain {@code java -jar} by the
 * launcher, {@link dev.caravan.app.Shipper} assembles Camel, the routes and the beans, and {@link dev.caravan.app.GracefulStop} stops them in
 * order.
 */
@NullMarked
package dev.caravan;

import org.jspecify.annotations.NullMarked;
