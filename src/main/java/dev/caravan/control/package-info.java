/**
 * The Unix socket in the state directory, over which commands talk to the running instance. Only users who can enter the directory can use it. A
 * request is one line of words; the answer is text, a NUL, and the exit value of the command in decimal.
 */
@NullMarked
package dev.caravan.control;

import org.jspecify.annotations.NullMarked;
