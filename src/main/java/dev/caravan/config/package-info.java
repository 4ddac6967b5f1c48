/**
 * The settings named {@code caravan.*}: their declarations, and their values, which are checked before anything starts. An error names the
 * setting, its value, and what it must be.
 */
@NullMarked
package dev.caravan.config;

import org.jspecify.annotations.NullMarked;
