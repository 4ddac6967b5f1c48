/** The commands beside the shipper itself. They print to standard output and keep nothing. */
@NullMarked
package dev.caravan.cli;

import org.jspecify.annotations.NullMarked;
