/**
 * The program: {@link dev.caravan.Caravan} is the command line (which puts the launcher in its place where it can), {@link dev.caravan.Shipper} puts Camel, the routes and
 * the beans together, {@link dev.caravan.GracefulStop} takes them apart.
 */
package dev.caravan;
