package dev.caravan.health;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A source at one moment. Times are in milliseconds since 1970, 0 for never. Counts begin at the start of the program.
 *
 * @param name              name of the source
 * @param state             its state
 * @param reason            the reason for the state, in sentences; null if the state needs none
 * @param following         the followed files or the command, in words
 * @param behindBytes       the backlog: bytes in its files that are not in a batch
 * @param behindSince       time since which there is a backlog
 * @param linesPerSecond    lines stored per second, averaged over about a minute
 * @param bytesPerSecond    bytes of these lines per second
 * @param lines             lines stored in batches
 * @param bytes             bytes of these lines, as they were read
 * @param unparsed          lines that the parser refused
 * @param lostBytes         bytes in files that vanished before they were read
 * @param rotations         files that were rotated
 * @param pausedFull        milliseconds for which collecting was paused because of a full outbox
 * @param pausedReload      milliseconds for which collecting was paused because of a reload
 * @param openBatchBytes    bytes in the open batch, before compression
 * @param waitingObjects    objects in the outbox
 * @param oldestUndelivered time of the oldest lines that are not in the bucket, as far as known
 * @param lastLine          time at which lines were stored in a batch last
 * @param objects           objects in the bucket
 * @param objectBytes       bytes of these objects
 * @param lastDelivery      time at which an object was stored last
 * @param lastKey           key of that object; empty if there is none
 * @param problems          number of problems by kind: state, route, poll, command, file
 * @param files             followed files; empty if the snapshot was taken without files
 */
public record SourceSnapshot(String name, SourceState state, @Nullable String reason, String following, long behindBytes, long behindSince,
    double linesPerSecond, double bytesPerSecond, long lines, long bytes, long unparsed, long lostBytes,
    long rotations, long pausedFull, long pausedReload, long openBatchBytes, int waitingObjects,
    long oldestUndelivered, long lastLine, long objects, long objectBytes, long lastDelivery,
    String lastKey, Map<String, Integer> problems, List<FileSnapshot> files) {
}
