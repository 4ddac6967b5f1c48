package dev.caravan.model;

import dev.caravan.source.file.Follower;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A sequence of actions, written as the model reports it: {@code APPEND(2), POLL(1), KILL(1)}. */
record History(List<Action> actions) {

    static History of(String text) {
        return new History(Arrays.stream(text.split(", ")).map(Action::of).toList());
    }

    /**
     * Returns every history with a beginning, and as many actions after it as told.
     *
     * @param text the beginning, and the actions to choose from: {@code BANNER(21), APPEND(2) + POLL(1), KILL(1)}
     */
    static Stream<History> every(String text, int more) {
        String[] parts = text.split(" \\+ ");
        Stream<History> histories = Stream.of(of(parts[0]));
        List<Action> choices = of(parts[1]).actions();
        for (int i = 0; i < more; i++) {
            histories = histories.flatMap(history -> choices.stream().map(history::then));
        }
        return histories;
    }

    History then(Action... more) {
        return new History(Stream.concat(actions.stream(), Arrays.stream(more)).toList());
    }

    /** Lets all of it happen, and everything be read that is left. The follower must not have begun. */
    World run(Follower follower) throws IOException {
        World world = begin(follower);
        // What was to happen in the middle of a look does not happen in those that follow.
        follower.time.interrupt(0, null);
        follower.time.interruptAtStep(0, null);
        world.giveBack();
        world.endLines();
        follower.drain().drain();
        return world;
    }

    /** Lets all of it happen, and nothing after it. */
    World begin(Follower follower) throws IOException {
        World world = new World(follower.start());
        for (Action action : actions) {
            action.run(world);
        }
        return world;
    }

    /** Returns how what came out differs from what was written; empty if each line came out once. */
    String difference(String pattern) throws IOException {
        try (Follower follower = new Follower()) {
            follower.pattern = pattern;
            return run(follower).difference();
        }
    }

    /** Returns the lines that did not come out. */
    List<String> lost(String pattern) throws IOException {
        try (Follower follower = new Follower()) {
            follower.pattern = pattern;
            return run(follower).missing();
        }
    }

    @Override
    public String toString() {
        return String.join(", ", actions.stream().map(Action::toString).toList());
    }
}
