package dev.caravan.health;

/** Delivery to the bucket, as {@code dev.caravan:type=delivery} in jconsole. What each method gives is in its description. */
@Description("Delivery of sealed batches to the bucket.")
public interface DeliveryMXBean {

    @Description("Where objects go.")
    String getDestination();

    @Description("Why objects cannot be delivered now, in sentences; empty while all can be.")
    String getProblem();

    @Description("Seconds until the next try after a failure; 0 while nothing waits for one.")
    long getSecondsUntilNextTry();

    @Description("Bytes that wait in the outbox.")
    long getOutboxBytes();

    @Description("Objects that wait in the outbox.")
    long getOutboxFiles();

    @Description("Collecting pauses while more bytes than this wait in the outbox: caravan.outbox.max-bytes.")
    long getOutboxLimitBytes();

    @Description("Ends the pauses after failures: what waits is tried again within ten seconds.")
    void retryNow();
}
