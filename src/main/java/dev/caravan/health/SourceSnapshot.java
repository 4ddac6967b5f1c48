package dev.caravan.health;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A source at one moment. Times are in milliseconds since 1970, 0 for never. Counts are those since the start.
 *
 * @param name              its name
 * @param state             how it is
 * @param reason            why, in sentences; null where the word says all
 * @param following         what is followed or run, for a person
 * @param behindBytes       bytes in its files that are not in a batch
 * @param behindSince       since when there are such bytes
 * @param linesPerSecond    lines stored a second, over about a minute
 * @param bytesPerSecond    bytes of them
 * @param lines             lines stored in batches
 * @param bytes             bytes of them, as they were read
 * @param unparsed          lines that no parser understood
 * @param lostBytes         bytes in files that vanished before they were read
 * @param rotations         files that were rotated
 * @param pausedFull        milliseconds that collecting waited for a full outbox
 * @param pausedReload      milliseconds that collecting waited for its route to be replaced
 * @param openBatchBytes    bytes in the open batch, before compression
 * @param waitingObjects    objects in the outbox
 * @param oldestUndelivered when the oldest lines came that are not in the bucket, as far as known
 * @param lastLine          when lines were stored in a batch last
 * @param objects           objects in the bucket
 * @param objectBytes       bytes of them
 * @param lastDelivery      when an object was stored last
 * @param lastKey           its key; empty for none
 * @param problems          how many things are wrong, by kind: state, route, poll, command, file
 * @param files             followed files; empty where they were not asked for
 */
public record SourceSnapshot(String name, SourceState state, @Nullable String reason, String following, long behindBytes, long behindSince,
    double linesPerSecond, double bytesPerSecond, long lines, long bytes, long unparsed, long lostBytes,
    long rotations, long pausedFull, long pausedReload, long openBatchBytes, int waitingObjects,
    long oldestUndelivered, long lastLine, long objects, long objectBytes, long lastDelivery,
    String lastKey, Map<String, Integer> problems, List<FileSnapshot> files) {
}
