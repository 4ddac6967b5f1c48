package dev.caravan.health;

/** Delivery to the bucket, as {@code dev.caravan:type=delivery} in jconsole. */
public interface DeliveryMXBean {

    /** Why nothing can be delivered just now; empty where all is well. */
    String getProblem();

    /** Seconds until the next try; 0 where nothing waits for one. */
    long getSecondsUntilNextTry();

    /** Bytes that wait in the outbox. */
    long getOutboxBytes();

    /** Objects that wait in the outbox. */
    long getOutboxFiles();

    /** Ends all pauses after failures: what waits is tried again within ten seconds. */
    void retryNow();
}
