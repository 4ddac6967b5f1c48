package dev.caravan.control;

import java.io.IOException;
import java.util.List;

/** What the running instance does when it is asked. */
@FunctionalInterface
public interface ControlCommand {

    /**
     * Answers. Called by a thread of its own.
     *
     * @param words of the request, behind its name
     * @param out   takes the answer; throws when who has asked is gone
     * @return the exit value of the command
     * @throws IOException          the answer cannot be written
     * @throws InterruptedException the instance is stopping
     */
    int answer(List<String> words, Appendable out) throws IOException, InterruptedException;
}
