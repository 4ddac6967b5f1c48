package dev.caravan.source.journal;

import java.util.List;
import java.util.Set;

/**
 * The selection of records for one source.
 *
 * @param source       name of the source
 * @param host         name of this machine, for records of refused lines
 * @param matches      matches as journalctl takes them
 * @param fields       names of the fields of a line; empty for all
 * @param directory    directory of the journal's files; empty for the system's journal
 * @param machine      id of the machine whose records are taken; empty for all machines
 * @param fromEnd      whether the first start skips the existing records
 * @param maxLineBytes size in bytes above which a record comes in pieces
 */
record JournalOptions(String source, String host, List<String> matches, Set<String> fields, String directory, String machine,
    boolean fromEnd, int maxLineBytes) {

    /** Returns a description of the journal, for people. */
    String text() {
        return (directory.isEmpty() ? "the journal" : "the journal in " + directory)
            + (matches.isEmpty() ? "" : " (" + String.join(" ", matches) + ")");
    }
}
