/**
 * The Unix socket in the state directory, by which commands ask the running instance: who may enter the directory may ask. A
 * request is one line of words; its answer is text, a NUL, and the exit value of the command in decimal.
 */
@NullMarked
package dev.caravan.control;

import org.jspecify.annotations.NullMarked;
