package dev.caravan.tail;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How one source follows its files.
 *
 * @param source       name of the source
 * @param host         name of this machine
 * @param directory    directory of the files
 * @param pattern      names that are followed, as in Camel's {@code antInclude}, relative to the directory
 * @param exclude      names that are not, likewise; empty for none
 * @param archive      another directory into which files are rotated, or null
 * @param startAtEnd   at the source's very first start, skip what is in the files already
 * @param maxLineBytes longer lines are handed on in pieces
 * @param blockBytes   size of a block
 * @param rotatedWait  a file that was rotated away and did not grow for so long will get no more lines
 * @param maxOpenFiles bound on open descriptors
 */
record TailOptions(String source, String host, Path directory, String pattern, String exclude, Path archive,
                   boolean startAtEnd, int maxLineBytes, int blockBytes, Duration rotatedWait, int maxOpenFiles) {
}
