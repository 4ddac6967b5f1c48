package dev.caravan.state;

/**
 * What makes a file a copy: another file, whose lines it has. While these are not sealed, they may be needed again, and the copy may then be the
 * only file that has them. So the copy is in no checkpoint before.
 *
 * @param id   number of the other file; 0 if it is not followed yet
 * @param upTo offset in the other file, in bytes, before which it has all lines of the copy
 */
public record Original(long id, long upTo) {}
