package dev.caravan.source.journal;

import org.jspecify.annotations.Nullable;

/**
 * The known facts of a record beside its line. Whoever wrote the record cannot forge them.
 *
 * @param cursor  as journalctl printed it; empty if it was missing
 * @param machine the machine's id; null if it was missing
 * @param boot    the boot's id, or null
 * @param unit    the unit of the process that wrote the record, or null
 * @param pid     id of that process, or null
 */
record Entry(String cursor, @Nullable String machine, @Nullable String boot, @Nullable String unit, @Nullable String pid) {
}
