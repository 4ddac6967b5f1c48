/**
 * What monitoring and browsers may ask over HTTP: health, metrics, a page. Off by default; nothing here is loaded then. Each answer is
 * made of one snapshot of the instance.
 */
@NullMarked
package dev.caravan.http;

import org.jspecify.annotations.NullMarked;
