/**
 * The program: {@link dev.caravan.Caravan} is the command line, {@link dev.caravan.Relaunch} puts the launcher in the place of a
 * plain {@code java -jar}, {@link dev.caravan.app.Shipper} puts Camel, the routes and the beans together,
 * {@link dev.caravan.app.GracefulStop} takes them apart.
 */
@NullMarked
package dev.caravan;

import org.jspecify.annotations.NullMarked;
