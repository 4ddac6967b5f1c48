package dev.caravan.health;

/** The MBean of delivery to the bucket, {@code dev.caravan:type=delivery}. The descriptions document the methods. */
@Description("Delivery of sealed batches to the bucket.")
public interface DeliveryMXBean {

    @Description("Where objects go.")
    String getDestination();

    @Description("Why objects cannot be delivered now, in sentences; empty if delivery works.")
    String getProblem();

    @Description("Seconds until the next attempt after a failure; 0 if no object waits for a retry.")
    long getSecondsUntilNextTry();

    @Description("Size of the outbox, in bytes.")
    long getOutboxBytes();

    @Description("Number of objects in the outbox.")
    long getOutboxFiles();

    @Description("Size of the outbox, in bytes, above which collecting pauses: caravan.outbox.max-bytes.")
    long getOutboxLimitBytes();

    @Description("Ends the backoff after failures: waiting objects are tried again within ten seconds.")
    void retryNow();
}
