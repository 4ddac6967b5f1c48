/**
 * The cleaning of log messages: no text can end a line, pretend to be another program's line, or reveal a secret. Messages have names of files,
 * answers of stores and output of commands, which others write. Depends on no other package.
 */
@NullMarked
package dev.caravan.logging;

import org.jspecify.annotations.NullMarked;
