package dev.caravan.health;

import dev.caravan.outbox.Outbox;
import dev.caravan.state.OutboxSpace;

/** The MBean of delivery. */
public final class DeliveryView implements DeliveryMXBean {

    private final Outbox outbox;
    private final OutboxSpace space;
    private final Instance instance;

    private DeliveryView(Outbox outbox, OutboxSpace space, Instance instance) {
        this.outbox = outbox;
        this.space = space;
        this.instance = instance;
    }

    /** Registers the MBean, and replaces one that an earlier run in this process left. */
    public static void register(Outbox outbox, OutboxSpace space, Instance instance) {
        MBeans.register("dev.caravan:type=delivery", new DeliveryView(outbox, space, instance), DeliveryMXBean.class);
    }

    @Override
    public String getDestination() {
        return instance.destination();
    }

    @Override
    public String getProblem() {
        String problem = instance.problem();
        return problem == null ? "" : problem;
    }

    @Override
    public long getSecondsUntilNextTry() {
        return (outbox.untilNextTry() + 999) / 1000;
    }

    @Override
    public long getOutboxBytes() {
        return space.bytes();
    }

    @Override
    public long getOutboxFiles() {
        return space.files();
    }

    @Override
    public long getOutboxLimitBytes() {
        return space.maxBytes();
    }

    @Override
    public void retryNow() {
        outbox.retryNow();
    }
}
