package dev.caravan.source.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The options by which one source follows its files.
 *
 * @param source           name of the source
 * @param host             name of this machine
 * @param directory        directory of the files
 * @param follows          tells whether a file of this path is followed
 * @param archive          another directory into which files are rotated, or a pattern of several, absolute or relative to the log's; or
 *                       null
 * @param startAtEnd       whether the source's very first start skips the existing content of the files
 * @param maxLineBytes     longer lines are passed on in pieces; limits the memory
 * @param blockBytes       size of a block
 * @param maxUnpackedBytes limit of the bytes to which a compressed file unpacks, unless 1,000 times its size is more
 * @param rotatedWait      a rotated file that did not grow for this long gets no more lines
 * @param maxOpenFiles     limit of open files
 * @param records          for records of several lines: which lines stay together; or null
 * @param recordWait       a record that did not grow for this long is complete
 * @param time             the clock
 */
record TailOptions(String source, String host, Path directory, Predicate<Path> follows, @Nullable Path archive,
    boolean startAtEnd, int maxLineBytes, int blockBytes, long maxUnpackedBytes, Duration rotatedWait,
    int maxOpenFiles, @Nullable RecordBounds records, Duration recordWait, Time time) {
}
