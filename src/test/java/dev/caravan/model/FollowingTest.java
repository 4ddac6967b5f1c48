package dev.caravan.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caravan.source.file.Follower;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;

/**
 * Random sequences of what writers, rotators and crashes do, against a model that knows which lines must come out: each
 * once. A longer run: {@code -Dcaravan.test.model.tries=100000}.
 */
@Tag("slow")
class FollowingTest {

    @Property(tries = 1000)
    void eachLineComesOutOnce(@ForAll("actions") List<Action> actions) throws IOException {
        run("access.log", actions);
    }

    /** Rotated files, and copies that someone made, have names that are followed too. */
    @Property(tries = 500)
    void eachLineComesOutOnceWherePatternsMatchAllNames(@ForAll("actions") List<Action> actions) throws IOException {
        run("*", actions);
    }

    /** Rotation into a directory of the day, also while the program is down, also for days. */
    @Property(tries = 500)
    void eachLineComesOutOnceWhereLogsAreArchivedByDay(@ForAll("archiving") List<Action> actions) throws IOException {
        runArchived(actions);
    }

    /**
     * Names of rotation that are no such, dates of any shape, clocks that are set, logs that begin alike.
     */
    @Property(tries = 500)
    void eachLineComesOutOnceWhateverNamesAndClocksSay(@ForAll("strange") List<Action> actions) throws IOException {
        run("*", actions);
    }

    @Property(tries = 300)
    void eachLineComesOutOnceWhateverDatesAndClocksSay(@ForAll("strange") List<Action> actions) throws IOException {
        run("access.log", actions);
    }

    /** Somebody who may write to the directory of the logs. */
    @Property(tries = 300)
    void eachLineComesOutOnceWhateverANeighbourDoes(@ForAll("neighbour") List<Action> actions) throws IOException {
        run("*", actions);
    }

    /** The directory of the log is a link that is flipped. */
    @Property(tries = 300)
    void eachLineComesOutOnceWhereLinksAreFlipped(@ForAll("flipped") List<Action> actions) throws IOException {
        runFlipped(actions);
    }

    private static void runFlipped(List<Action> actions) throws IOException {
        try (Follower follower = new Follower()) {
            follower.archive = Path.of("../v*");
            follower.flip();
            run(follower, actions);
        }
    }

    private static void runArchived(List<Action> actions) throws IOException {
        try (Follower follower = new Follower()) {
            follower.archive = Path.of("../*-*-*");
            // The source is older than what is archived, by either clock.
            follower.time.passes(10_000);
            run(follower, actions);
        }
    }

    /** As many as the system property says; none in a normal build. */
    @Example
    void andInALongRun() throws IOException {
        longRun(actions(), actions -> run("access.log", actions));
        longRun(actions(), actions -> run("*", actions));
    }

    @Example
    void andInALongRunWithAnArchive() throws IOException {
        longRun(archiving(), FollowingTest::runArchived);
    }

    @Example
    void andInALongRunWithStrangeNames() throws IOException {
        longRun(strange(), actions -> run("*", actions));
        longRun(strange(), actions -> run("access.log", actions));
    }

    @Example
    void andInALongRunWithANeighbour() throws IOException {
        longRun(neighbour(), actions -> run("*", actions));
        longRun(neighbour(), actions -> run("access.log", actions));
    }

    @Example
    void andInALongRunWithFlippedLinks() throws IOException {
        longRun(flipped(), FollowingTest::runFlipped);
    }

    private static void longRun(Arbitrary<List<Action>> sequences, Shrinker.Run run) throws IOException {
        int tries = Integer.getInteger("caravan.test.model.tries", 0);
        Assume.that(tries > 0);
        for (List<Action> actions : (Iterable<List<Action>>) sequences.sampleStream().limit(tries)::iterator) {
            try {
                run.of(actions);
            } catch (AssertionError e) {
                throw new AssertionError("shortest: " + new Shrinker(run).shortest(actions) + "\nfound: " + actions + ": "
                    + e.getMessage(), e);
            }
        }
    }

    private static void run(String pattern, List<Action> actions) throws IOException {
        try (Follower follower = new Follower()) {
            follower.pattern = pattern;
            run(follower, actions);
        }
    }

    private static void run(Follower follower, List<Action> actions) throws IOException {
        assertEquals("", new History(actions).run(follower).difference());
    }

    @Provide
    Arbitrary<List<Action>> archiving() {
        return list(Arbitraries.frequency(
            Tuple.of(8, Action.Kind.APPEND), Tuple.of(1, Action.Kind.HALF_LINE), Tuple.of(5, Action.Kind.TO_ARCHIVE),
            Tuple.of(3, Action.Kind.ARCHIVE_RENAMED), Tuple.of(2, Action.Kind.DAY), Tuple.of(2, Action.Kind.DOWN),
            Tuple.of(6, Action.Kind.POLL), Tuple.of(2, Action.Kind.IDLE), Tuple.of(3, Action.Kind.SEAL),
            Tuple.of(1, Action.Kind.FAIL), Tuple.of(2, Action.Kind.KILL), Tuple.of(1, Action.Kind.BLOCK_SIZE),
            Tuple.of(1, Action.Kind.MEANWHILE), Tuple.of(2, Action.Kind.SEAL_BEGINS),
            Tuple.of(1, Action.Kind.SEAL_FAILS), Tuple.of(1, Action.Kind.BOMB)));
    }

    @Provide
    Arbitrary<List<Action>> strange() {
        return list(Arbitraries.frequency(
            Tuple.of(8, Action.Kind.APPEND), Tuple.of(1, Action.Kind.HALF_LINE), Tuple.of(2, Action.Kind.RENAME),
            Tuple.of(3, Action.Kind.ANY_DATE), Tuple.of(3, Action.Kind.INSTANCE), Tuple.of(1, Action.Kind.INSTANCE_ROTATED),
            Tuple.of(2, Action.Kind.DAY_DIRECTORY), Tuple.of(2, Action.Kind.CLOCK), Tuple.of(1, Action.Kind.BANNER),
            Tuple.of(1, Action.Kind.COPYTRUNCATE), Tuple.of(1, Action.Kind.RENAME_GZIP), Tuple.of(1, Action.Kind.LATE_WRITER),
            Tuple.of(6, Action.Kind.POLL), Tuple.of(3, Action.Kind.IDLE), Tuple.of(3, Action.Kind.SEAL),
            Tuple.of(1, Action.Kind.FAIL), Tuple.of(3, Action.Kind.KILL), Tuple.of(1, Action.Kind.BLOCK_SIZE),
            Tuple.of(2, Action.Kind.MEANWHILE), Tuple.of(1, Action.Kind.SEAL_BEGINS), Tuple.of(1, Action.Kind.SEAL_FAILS)));
    }

    @Provide
    Arbitrary<List<Action>> neighbour() {
        return list(Arbitraries.frequency(
            Tuple.of(8, Action.Kind.APPEND), Tuple.of(1, Action.Kind.HALF_LINE), Tuple.of(4, Action.Kind.NEIGHBOUR),
            Tuple.of(3, Action.Kind.NO_TEXT), Tuple.of(2, Action.Kind.RENAME), Tuple.of(1, Action.Kind.BOMB),
            Tuple.of(1, Action.Kind.COPYTRUNCATE), Tuple.of(6, Action.Kind.POLL), Tuple.of(3, Action.Kind.IDLE),
            Tuple.of(3, Action.Kind.SEAL), Tuple.of(1, Action.Kind.FAIL), Tuple.of(3, Action.Kind.KILL),
            Tuple.of(1, Action.Kind.BLOCK_SIZE), Tuple.of(1, Action.Kind.SEAL_BEGINS), Tuple.of(1, Action.Kind.SEAL_FAILS)));
    }

    @Provide
    Arbitrary<List<Action>> flipped() {
        return list(Arbitraries.frequency(
            Tuple.of(8, Action.Kind.APPEND), Tuple.of(1, Action.Kind.HALF_LINE), Tuple.of(3, Action.Kind.FLIP),
            Tuple.of(1, Action.Kind.RENAME), Tuple.of(1, Action.Kind.ANY_DATE), Tuple.of(2, Action.Kind.LATE_WRITER),
            Tuple.of(1, Action.Kind.CLOCK), Tuple.of(6, Action.Kind.POLL), Tuple.of(3, Action.Kind.IDLE),
            Tuple.of(3, Action.Kind.SEAL), Tuple.of(1, Action.Kind.FAIL), Tuple.of(3, Action.Kind.KILL),
            Tuple.of(1, Action.Kind.BLOCK_SIZE), Tuple.of(1, Action.Kind.SEAL_BEGINS), Tuple.of(1, Action.Kind.SEAL_FAILS)));
    }

    private static Arbitrary<List<Action>> list(Arbitrary<Action.Kind> kinds) {
        return kinds.flatMap(kind -> Arbitraries.integers().between(1, 60).map(n -> new Action(kind, n)))
            .list().ofMinSize(1).ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        return list(Arbitraries.frequency(
            Tuple.of(8, Action.Kind.APPEND), Tuple.of(2, Action.Kind.HALF_LINE), Tuple.of(2, Action.Kind.RENAME),
            Tuple.of(2, Action.Kind.DATED), Tuple.of(2, Action.Kind.COPYTRUNCATE), Tuple.of(2, Action.Kind.RENAME_GZIP),
            Tuple.of(1, Action.Kind.GZIP_OLD), Tuple.of(1, Action.Kind.DELETE), Tuple.of(2, Action.Kind.LATE_WRITER),
            Tuple.of(6, Action.Kind.POLL), Tuple.of(3, Action.Kind.IDLE), Tuple.of(3, Action.Kind.SEAL),
            Tuple.of(2, Action.Kind.FAIL), Tuple.of(3, Action.Kind.KILL), Tuple.of(1, Action.Kind.BLOCK_SIZE),
            Tuple.of(1, Action.Kind.RELOAD), Tuple.of(4, Action.Kind.MEANWHILE), Tuple.of(3, Action.Kind.INTERRUPT), Tuple.of(3,
                Action.Kind.SEAL_BEGINS),
            Tuple.of(1, Action.Kind.SEAL_ENDS), Tuple.of(1, Action.Kind.SEAL_FAILS)));
    }
}
