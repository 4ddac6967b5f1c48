package dev.caravan.pipeline;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Blocks for tests, whose acknowledger remembers what it is told. */
public final class TestBlock {

    private TestBlock() {
    }

    /** A block of these lines of {@code /var/log/test.log}, source {@code test}. */
    public static Block of(String text) {
        return of(text, new Remembering());
    }

    public static Block of(String text, Acknowledger acknowledger) {
        return of(text, acknowledger, new BlockSource("test", "/var/log/test.log", 0, Instant.parse("2026-11-25T10:00:00Z"), "web1", false));
    }

    /** A block of these lines from there. */
    public static Block of(String text, BlockSource origin) {
        return of(text, new Remembering(), origin);
    }

    private static Block of(String text, Acknowledger acknowledger, BlockSource origin) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Block.raw(origin, acknowledger, bytes, bytes.length, (int) text.chars().filter(c -> c == '\n').count());
    }

    /** All that a block sends to this output beside its own lines. */
    public static String section(Block block, String output) {
        StringBuilder all = new StringBuilder();
        block.sections().stream().filter(s -> s.output().equals(output))
            .forEach(s -> all.append(new String(s.bytes(), StandardCharsets.UTF_8)));
        return all.toString();
    }

    /** A acknowledger of one file: hand the next block of the file the same. */
    public static final class Remembering implements Acknowledger {

        private String state;

        @Override
        public void stored() {
            // Nothing depends on it here.
        }

        @Override
        public boolean isNext() {
            return true;
        }

        @Override
        public boolean canRepeat() {
            return true;
        }

        @Override
        public String parserState() {
            return state;
        }

        @Override
        public void parserState(String state) {
            this.state = state;
        }
    }
}
