package dev.caravan.source.journal;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a record beside its line. None of it can be forged by who wrote the record.
 *
 * @param cursor  as journalctl printed it; empty where it was missing
 * @param machine the machine's id; null where it was missing
 * @param boot    the boot's id, or null
 * @param unit    the unit of the process that wrote it, or null
 * @param pid     number of that process, or null
 */
record Entry(String cursor, @Nullable String machine, @Nullable String boot, @Nullable String unit, @Nullable String pid) {
}
