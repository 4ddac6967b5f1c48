package dev.caravan.model;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What happens in the middle of the next look at the files. */
record Interruption(World world) {

    /** Something that may fail. */
    private interface Event {
        void happen() throws IOException;
    }

    private static Runnable unchecked(Event event) {
        return () -> {
            try {
                event.happen();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** One of several rotations, at a question for the time or a name. */
    void atQuestion(int n) {
        world.follower().time.interrupt(n / 5, unchecked(() -> {
            switch (n % 5) {
                case 0 -> world.rename("access.log.1");
                case 1 -> world.renameAndGzip();
                case 2 -> world.gzipOld();
                case 3 -> world.copytruncate();
                default -> world.rename("access.log-20261125");
            }
        }));
    }

    /** A rotation, and what the writer adds at once, at any step. */
    void atStep(int n) {
        world.follower().time.interruptAtStep(n / 6, unchecked(() -> {
            switch (n % 6) {
                case 0 -> world.copytruncate();
                case 1, 2 -> {
                    world.copytruncate();
                    world.append(n % 6);
                }
                case 3 -> world.renameAndGzip();
                case 4 -> {
                    world.rename("access.log.1");
                    world.append(1);
                }
                default -> world.append(1);
            }
        }));
    }

    /** A neighbour takes the log away, at a question for the time or a name. */
    void byNeighbour(int n) {
        world.follower().time.interrupt(n / 4, unchecked(() -> world.takeAway(n)));
    }
}
