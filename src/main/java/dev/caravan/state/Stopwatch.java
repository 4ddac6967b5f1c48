package dev.caravan.state;

/** Adds up for how long a condition was true. Thread-safe. */
final class Stopwatch {

    private long sum;
    private long startedAt;
    private boolean running;

    /** Notes that the condition is true. */
    synchronized void start() {
        startedAt = running ? startedAt : System.nanoTime();
        running = true;
    }

    /** Notes that the condition is false. */
    synchronized void stop() {
        sum += running ? System.nanoTime() - startedAt : 0;
        running = false;
    }

    /** Returns for how long the condition has been true, in milliseconds; 0 if it is false. */
    synchronized long now() {
        return running ? (System.nanoTime() - startedAt) / 1_000_000 : 0;
    }

    /** Returns the total time in milliseconds, including the time that runs. */
    synchronized long millis() {
        return (sum + (running ? System.nanoTime() - startedAt : 0)) / 1_000_000;
    }
}
