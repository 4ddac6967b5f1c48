/**
 * Collects records of systemd's journal, as {@code journalctl} prints them.
 *
 * <p>{@link dev.caravan.source.journal.JournalSource} is what the Kamelet {@code journal-source} is made of. A record becomes a line of JSON with the
 * journal's own names; its cursor, stored with the batch, is where the next run goes on. What journalctl gets wrong or keeps silent about
 * (records that were deleted before they were read, a journal that lost its end) {@link dev.caravan.source.journal.Start} finds out.
 */
@NullMarked
package dev.caravan.source.journal;

import org.jspecify.annotations.NullMarked;
