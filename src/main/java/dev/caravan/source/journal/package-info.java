/**
 * Collects records of systemd's journal, as {@code journalctl} prints them.
 *
 * <p>{@link dev.caravan.source.journal.JournalSource} has the parts of the Kamelet {@code journal-source}. A record becomes a line of JSON
 * with the journal's own names. Its cursor, stored with the batch, is where the next run continues.
 * {@link dev.caravan.source.journal.Start} finds out what journalctl gets wrong or does not report: records that were deleted before they
 * were read, and a journal that lost its end.
 */
@NullMarked
package dev.caravan.source.journal;

import org.jspecify.annotations.NullMarked;
