package dev.caravan.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caravan.model.Action.Kind;
import dev.caravan.source.file.Follower;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rotation in the middle of a look at the files: at every point of it at which the follower asks for the time or whether it
 * follows a file. The model found these; what went wrong is in their names.
 */
@Tag("slow")
class InterruptedLookTest {

    // Each kind of rotation at each of the first 30 questions.
    private static final int POINTS = 150;

    private static Action action(Kind kind, int n) {
        return new Action(kind, n);
    }

    private static void rotateAtEachPointOf(String pattern, Action... before) throws IOException {
        List<String> failures = new ArrayList<>();
        for (int point = 0; point < POINTS; point++) {
            try (Follower follower = new Follower()) {
                follower.pattern = pattern;
                World world = new World(follower.start());
                for (Action action : before) {
                    action.run(world);
                }
                action(Kind.MEANWHILE, point).run(world);
                follower.pollOnce();
                follower.pollOnce();
                world.endLines();
                follower.drain().drain();
                if (!world.difference().isEmpty()) {
                    failures.add(point + ": " + world.difference());
                }
            }
        }
        assertEquals(List.of(), failures);
    }

    @Test
    void aLogWithoutAWholeLineThatIsThenCompressedIsNotReadTwice() throws IOException {
        rotateAtEachPointOf("*", action(Kind.POLL, 0), action(Kind.HALF_LINE, 0), action(Kind.POLL, 0));
    }

    @Test
    void aLogTruncatedBetweenReadingAndRememberingItsHeadIsNotReadAgainInItsCopy() throws IOException {
        rotateAtEachPointOf("*", action(Kind.APPEND, 1), action(Kind.DELETE, 0), action(Kind.APPEND, 1),
            action(Kind.RELOAD, 0), action(Kind.POLL, 0), action(Kind.KILL, 0), action(Kind.APPEND, 1));
    }

    @Test
    void rotatedFilesThatAreRenamedAfterTheyWereListedAreNotTakenForOthers() throws IOException {
        rotateAtEachPointOf("access.log", action(Kind.APPEND, 1), action(Kind.COPYTRUNCATE, 0), action(Kind.APPEND, 2),
            action(Kind.COPYTRUNCATE, 0), action(Kind.APPEND, 1), action(Kind.COPYTRUNCATE, 0), action(Kind.DELETE, 0),
            action(Kind.APPEND, 0), action(Kind.RENAME, 0), action(Kind.KILL, 0), action(Kind.APPEND, 0));
    }

    @Test
    void whatIsRotatedDuringTheFirstLookIsRead() throws IOException {
        rotateAtEachPointOf("access.log", action(Kind.APPEND, 3), action(Kind.RENAME, 0), action(Kind.APPEND, 3));
        rotateAtEachPointOf("*", action(Kind.APPEND, 3), action(Kind.RENAME, 0), action(Kind.APPEND, 3));
    }

    @Test
    void whatIsRotatedWhileItIsReadAgainAfterAKillIsReadOnce() throws IOException {
        rotateAtEachPointOf("access.log", action(Kind.APPEND, 3), action(Kind.RENAME_GZIP, 0), action(Kind.APPEND, 3),
            action(Kind.POLL, 0), action(Kind.SEAL, 0), action(Kind.APPEND, 2), action(Kind.POLL, 0), action(Kind.RENAME, 0),
            action(Kind.APPEND, 2), action(Kind.KILL, 0));
    }
}
