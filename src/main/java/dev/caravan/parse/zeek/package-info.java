/**
* Zeek's logs, as TSV and as JSON.
 */
@NullMarked
package dev.caravan.parse.zeek;

import org.jspecify.annotations.NullMarked;
