/**
 * The views of the running instance for people and monitoring: an MBean and a health check per source, the report at the start, and errors of
 * routes. Reads counters and sizes of files; keeps nothing.
 */
@NullMarked
package dev.caravan.health;

import org.jspecify.annotations.NullMarked;
