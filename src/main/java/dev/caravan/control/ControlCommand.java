package dev.caravan.control;

import java.io.IOException;
import java.util.List;

/** A command that the running instance executes on request. */
@FunctionalInterface
public interface ControlCommand {

    /**
     * Executes the command. Each request has its own thread.
     *
     * @param words the words of the request after the command's name
     * @param out   receives the answer; throws if the client has disconnected
     * @return the exit value of the command
     * @throws IOException          if the answer cannot be written
     * @throws InterruptedException if the instance is stopping
     */
    int answer(List<String> words, Appendable out) throws IOException, InterruptedException;
}
