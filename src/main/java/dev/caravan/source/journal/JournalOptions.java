package dev.caravan.source.journal;

import java.util.List;
import java.util.Set;

/**
 * What is taken from the journal for one source.
 *
 * @param source       its name
 * @param host         the machine's name, for records of refused lines
 * @param matches      as journalctl takes them
 * @param fields       names that a line has; empty for all
 * @param directory    of the journal's files; empty for the system's journal
 * @param machine      id of the machine whose records are taken; empty for all machines
 * @param fromEnd      at the first start what is there already is left out
 * @param maxLineBytes a record with more bytes than that comes in pieces
 */
record JournalOptions(String source, String host, List<String> matches, Set<String> fields, String directory, String machine,
    boolean fromEnd, int maxLineBytes) {

    /** The journal, for people. */
    String text() {
        return (directory.isEmpty() ? "the journal" : "the journal in " + directory)
            + (matches.isEmpty() ? "" : " (" + String.join(" ", matches) + ")");
    }
}
