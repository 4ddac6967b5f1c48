package dev.caravan.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.model.Action.Kind;
import dev.caravan.source.file.Follower;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Rotation in the middle of a look at the files: at every point of it at which the follower asks for the time or whether it
 * follows a file. The model found these; what went wrong is in their names. {@code -Dcaravan.test.model.actions} and {@code .length} interrupt
 * a look at each step after every history of these actions, which are written as for {@link EveryHistoryTest}.
 */
@Tag("slow")
class InterruptedLookTest {

    // Each kind of rotation at each of the first 30 questions.
    private static final int POINTS = 150;
    private static final int MOST_REPORTED = 40;

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

    /**
     * After these histories, something of {@link Interruption#atStep} at each step of a look, until the look has no more steps. At the end the log
     * is copied and truncated: what was taken for gone may be found in the copy.
     */
    private static void interruptAtEachStepAfter(Stream<History> histories) throws IOException {
        List<String> failures = new ArrayList<>();
        for (History history : (Iterable<History>) histories::iterator) {
            boolean pending = false;
            for (int n = 0; !pending; n++) {
                History whole = history.then(action(Kind.INTERRUPT, n), action(Kind.POLL, 1));
                try (Follower follower = new Follower()) {
                    World world = whole.begin(follower);
                    pending = follower.time.isInterruptPending();
                    follower.pollOnce();
                    follower.time.interruptAtStep(0, null);
                    follower.poll();
                    world.copytruncate();
                    follower.changed();
                    world.append(1);
                    follower.time.passes(2000);
                    follower.drain().drain();
                    if (!world.difference().isEmpty() && failures.size() < MOST_REPORTED) {
                        failures.add(whole + ": " + world.difference());
                    }
                }
            }
        }
        assertEquals(List.of(), failures);
    }

    private static Stream<History> of(String... histories) {
        return Arrays.stream(histories).map(History::of);
    }

    @Test
    void aLogThatIsTruncatedBeforeItIsReadIsNotReadAgainInItsCopy() throws IOException {
        interruptAtEachStepAfter(of("APPEND(60)", "APPEND(60), POLL(1), APPEND(5), COPYTRUNCATE(1), APPEND(40)",
            "APPEND(60), POLL(1), RENAME(1), APPEND(40)", "APPEND(60), POLL(1), FAIL(1), COPYTRUNCATE(1), APPEND(40)"));
    }

    @Test
    void aLogThatBeginsAsBeforeIsNotTakenForWhatItWasWhenItWasListed() throws IOException {
        interruptAtEachStepAfter(of("BANNER(21), APPEND(60), POLL(1), APPEND(5), COPYTRUNCATE(1), APPEND(4)",
            "BANNER(18), APPEND(0), POLL(1), SEAL(1), APPEND(4)", "BANNER(21), APPEND(2), POLL(1), RENAME_GZIP(1), APPEND(1)",
            "BANNER(21), APPEND(2), POLL(1), COPYTRUNCATE(1), GZIP_OLD(1), KILL(1)",
            "BANNER(21), APPEND(2), FAIL(1), POLL(1), APPEND(1), COPYTRUNCATE(1)"));
    }

    @Test
    void andAfterEveryHistory() throws IOException {
        String actions = System.getProperty("caravan.test.model.actions", "");
        assumeTrue(!actions.isEmpty(), "no actions are given");
        interruptAtEachStepAfter(History.every(actions, Integer.getInteger("caravan.test.model.length", 1)));
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
