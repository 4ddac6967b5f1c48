/**
 * The settings named {@code caravan.*}: their values, checked before anything starts. An error names the setting, its
 * value and what it must be. Nothing here is kept.
 */
@NullMarked
package dev.caravan.config;

import org.jspecify.annotations.NullMarked;
