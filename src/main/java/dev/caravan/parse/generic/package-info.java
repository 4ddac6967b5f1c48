/**
* Formats that a user declares in YAML, without Java: CSV, JSON, key=value, regular expressions, raw lines.
 */
@NullMarked
package dev.caravan.parse.generic;

import org.jspecify.annotations.NullMarked;
