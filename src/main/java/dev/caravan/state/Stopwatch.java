package dev.caravan.state;

/** For how long something was so, added up. Thread safe. */
final class Stopwatch {

    private long sum;
    private long startedAt;
    private boolean running;

    /** It is so now; nothing where it was already. */
    synchronized void start() {
        startedAt = running ? startedAt : System.nanoTime();
        running = true;
    }

    /** It is not so any more; nothing where it was not. */
    synchronized void stop() {
        sum += running ? System.nanoTime() - startedAt : 0;
        running = false;
    }

    /** Since when it is so, in milliseconds; 0 while it is not. */
    synchronized long now() {
        return running ? (System.nanoTime() - startedAt) / 1_000_000 : 0;
    }

    /** In milliseconds, with the time that runs. */
    synchronized long millis() {
        return (sum + (running ? System.nanoTime() - startedAt : 0)) / 1_000_000;
    }
}
