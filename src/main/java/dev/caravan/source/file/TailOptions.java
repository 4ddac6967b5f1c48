package dev.caravan.source.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How one source follows its files.
 *
 * @param source       name of the source
 * @param host         name of this machine
 * @param directory    directory of the files
 * @param follows      whether a file of this path is followed
 * @param archive      another directory into which files are rotated, or a pattern of several, maybe relative to that of the
 *                     log; or null
 * @param startAtEnd   at the source's very first start, skip what is in the files already
 * @param maxLineBytes longer lines are handed on in pieces; bounds the memory
 * @param blockBytes   size of a block
 * @param maxUnpackedBytes what a compressed file unpacks to beyond so many bytes, and 1,000 times its size, is left
 * @param rotatedWait  a file that was rotated away and did not grow for so long will get no more lines
 * @param maxOpenFiles bound on open descriptors
 * @param records      where records have several lines: which stay together; or null
 * @param recordWait   a record that did not grow for so long is complete
 * @param time         what time it is
 */
record TailOptions(String source, String host, Path directory, Predicate<Path> follows, @Nullable Path archive,
    boolean startAtEnd, int maxLineBytes, int blockBytes, long maxUnpackedBytes, Duration rotatedWait,
    int maxOpenFiles, @Nullable RecordBounds records, Duration recordWait, Time time) {
}
