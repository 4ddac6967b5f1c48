package dev.caravan.health;

import java.util.ArrayList;
import java.util.List;

/**
 * The whole instance at one moment: {@code caravan status}, the page, metrics and health are made from it.
 *
 * @param time        time of the snapshot, in milliseconds since 1970
 * @param version     version of the program
 * @param pid         id of the process
 * @param startedAt   time of the start, in milliseconds since 1970
 * @param destination where objects go, in words
 * @param state       path of the state directory
 * @param sources     the sources, in the order of their names
 * @param outbox      the outbox
 * @param delivery    the state of delivery
 * @param routes      what is wrong with the route files; null if nothing is
 */
public record Snapshot(long time, String version, long pid, long startedAt, String destination, String state,
    List<SourceSnapshot> sources, OutboxSnapshot outbox, DeliverySnapshot delivery, String routes) {

    /** Returns why the instance is not ready, one sentence per problem; empty if it is ready. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (SourceSnapshot source : sources) {
            if (source.state().isDown()) {
                problems.add(source.name() + " is " + source.state().word() + ": " + source.reason());
            }
        }
        String undelivered = delivery.problem();
        // A source that waits for delivery already gives the problem as its reason.
        if (undelivered != null && problems.stream().noneMatch(problem -> problem.contains(undelivered))) {
            problems.add(undelivered);
        }
        if (routes != null) {
            problems.add(routes);
        }
        return problems;
    }
}
