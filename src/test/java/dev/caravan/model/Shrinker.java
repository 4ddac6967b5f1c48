package dev.caravan.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Makes a sequence that fails as short as it can be: single actions are left out, and their numbers made smaller. */
final class Shrinker {

    /** What a sequence does. */
    interface Run {

        /** @throws AssertionError the sequence fails */
        void of(List<Action> actions) throws IOException;
    }

    private final Run run;

    Shrinker(Run run) {
        this.run = run;
    }

    private boolean fails(List<Action> actions) {
        try {
            run.of(actions);
            return false;
        } catch (AssertionError e) {
            return true;
        } catch (IOException e) {
            // The sequence cannot be carried out: a file that it needs is not there.
            return false;
        }
    }

    List<Action> shortest(List<Action> actions) {
        List<Action> best = actions;
        for (List<Action> less = shorter(best); less != null; less = shorter(best)) {
            best = less;
        }
        return best;
    }

    private List<Action> shorter(List<Action> actions) {
        for (int i = 0; i < actions.size(); i++) {
            List<Action> less = new ArrayList<>(actions);
            Action action = less.remove(i);
            if (fails(less)) {
                return less;
            }
            for (int n : new int[] {1, action.n() / 2, action.n() - 5, action.n() - 1}) {
                if (n >= 1 && n < action.n()) {
                    less = new ArrayList<>(actions);
                    less.set(i, new Action(action.kind(), n));
                    if (fails(less)) {
                        return less;
                    }
                }
            }
        }
        return null;
    }
}
