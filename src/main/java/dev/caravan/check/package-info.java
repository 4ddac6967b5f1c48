/**
 * {@code caravan check}: tells before a start, or beside a running instance, what would not work. It ships nothing, and takes nothing
 * that a running instance needs.
 */
@NullMarked
package dev.caravan.check;

import org.jspecify.annotations.NullMarked;
