package dev.caravan.health;

import java.util.ArrayList;
import java.util.List;

/**
 * The whole instance at one moment: what {@code caravan status}, the page, metrics and health tell is taken from it.
 *
 * @param time        when it was taken, in milliseconds since 1970
 * @param version     of the program
 * @param pid         of the process
 * @param startedAt   in milliseconds since 1970
 * @param destination where objects go
 * @param state       the state directory
 * @param sources     in the order of their names
 * @param outbox      what waits for delivery
 * @param delivery    how delivery goes
 * @param routes      what is wrong with the route files; null where nothing is
 */
public record Snapshot(long time, String version, long pid, long startedAt, String destination, String state,
    List<SourceSnapshot> sources, OutboxSnapshot outbox, DeliverySnapshot delivery, String routes) {

    /** What makes the instance not ready, in sentences; empty when it is. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (SourceSnapshot source : sources) {
            if (source.state().isDown()) {
                problems.add(source.name() + " is " + source.state().word() + ": " + source.reason());
            }
        }
        String undelivered = delivery.problem();
        // A source that waits for it has said so.
        if (undelivered != null && problems.stream().noneMatch(problem -> problem.contains(undelivered))) {
            problems.add(undelivered);
        }
        if (routes != null) {
            problems.add(routes);
        }
        return problems;
    }
}
