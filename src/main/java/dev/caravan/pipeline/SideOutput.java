package dev.caravan.pipeline;

/**
 * Lines of a block that go to another output than the block itself: refused lines, and lines that a route diverts.
 *
 * @param output    first folders of the keys, such as {@code unparsed/nginx}
 * @param extension format of the bytes, see {@link Block#extension()}
 * @param bytes     whole lines, not shared with a buffer
 * @param lines     number of lines
 */
public record SideOutput(String output, String extension, byte[] bytes, int lines) {
}
