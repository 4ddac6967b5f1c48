/** The commands. They print to standard output and, except for {@code run} and {@code drain}, keep no state. */
@NullMarked
package dev.caravan.cli;

import org.jspecify.annotations.NullMarked;
