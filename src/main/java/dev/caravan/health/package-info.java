/**
 * What people and monitoring see: an MBean and a health check a source, the report at the start, errors of routes in
 * words. Reads counters and files; keeps nothing.
 */
@NullMarked
package dev.caravan.health;

import org.jspecify.annotations.NullMarked;
