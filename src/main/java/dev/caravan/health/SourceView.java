package dev.caravan.health;

import dev.caravan.pipeline.SourceStats;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.state.OutboxSpace;
import dev.caravan.state.Source;
import java.time.Instant;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MBean of a source. */
public final class SourceView implements SourceMXBean {

    private static final Logger LOG = LoggerFactory.getLogger("caravan.jmx");

    private final SourceStats stats;
    private final OutboxSpace outbox;
    private final Source source;
    private final Instance instance;
    private final Runnable seal;

    private SourceView(Source source, OutboxSpace outbox, Instance instance, Runnable seal) {
        this.seal = seal;
        this.source = source;
        this.instance = instance;
        this.stats = source.stats();
        this.outbox = outbox;
    }

    /**
     * Registers the MBean of a source, and replaces one that an earlier run in this process left.
     *
     * @param seal seals the source's open batch
     */
    public static void register(Source source, OutboxSpace outbox, Instance instance, Runnable seal) {
        String name = source.name().matches("[A-Za-z0-9._-]+") ? source.name() : ObjectName.quote(source.name());
        MBeans.register("dev.caravan:type=source,name=" + name, new SourceView(source, outbox, instance, seal), SourceMXBean.class);
    }

    @Override
    public String getState() {
        return isOff() ? "off" : instance.find(source).state().word();
    }

    /** Sources that are turned off have an MBean, too: reading their route files creates them. */
    private boolean isOff() {
        return !Instance.isShown(source) && instance.find(source).state() == SourceState.IDLE;
    }

    @Override
    public String getReason() {
        String reason = instance.find(source).reason();
        return reason == null ? "" : reason;
    }

    @Override
    public String getFollowing() {
        return isOff() ? "nothing: the source is turned off, or no route collects for it" : stats.following();
    }

    @Override
    public String[] getProblems() {
        return stats.problems().toArray(String[]::new);
    }

    @Override
    public long getBytesBehind() {
        return stats.bytesBehind();
    }

    @Override
    public long getLinesRead() {
        return stats.get(Event.LINES_READ);
    }

    @Override
    public long getBytesRead() {
        return stats.get(Event.BYTES_READ);
    }

    @Override
    public long getUnparsed() {
        return stats.get(Event.UNPARSED);
    }

    @Override
    public long getWithoutEvent() {
        return stats.get(Event.WITHOUT_EVENT);
    }

    @Override
    public long getOpenBatchBytes() {
        return stats.openBatchBytes();
    }

    @Override
    public long getSealedBySize() {
        return stats.get(Event.SEALED_BY_SIZE);
    }

    @Override
    public long getSealedByAge() {
        return stats.get(Event.SEALED_BY_AGE);
    }

    @Override
    public long getSealedByStop() {
        return stats.get(Event.SEALED_BY_STOP);
    }

    @Override
    public long getDelivered() {
        return stats.get(Event.DELIVERED);
    }

    @Override
    public long getDeliveredBytes() {
        return stats.get(Event.DELIVERED_BYTES);
    }

    @Override
    public String getLastDelivery() {
        return stats.lastDelivery() == 0 ? "" : Instant.ofEpochMilli(stats.lastDelivery()).toString();
    }

    @Override
    public long getSecondsSinceDelivery() {
        return stats.lastDelivery() == 0 ? -1 : (System.currentTimeMillis() - stats.lastDelivery()) / 1000;
    }

    @Override
    public long getAlreadyThere() {
        return stats.get(Event.ALREADY_THERE);
    }

    @Override
    public long getKeyTaken() {
        return stats.get(Event.KEY_TAKEN);
    }

    @Override
    public long getRetries() {
        return stats.get(Event.RETRIES);
    }

    @Override
    public long getRotations() {
        return stats.get(Event.ROTATIONS);
    }

    @Override
    public long getFilesLost() {
        return stats.get(Event.FILES_LOST);
    }

    @Override
    public long getBytesLost() {
        return stats.get(Event.BYTES_LOST);
    }

    @Override
    public long getRuns() {
        return stats.get(Event.RUNS);
    }

    @Override
    public long getRunsFailed() {
        return stats.get(Event.RUNS_FAILED);
    }

    @Override
    public long getRunsSkipped() {
        return stats.get(Event.RUNS_SKIPPED);
    }

    @Override
    public long getPaused() {
        return stats.get(Event.PAUSED);
    }

    @Override
    public long getOutboxBytes() {
        return outbox.bytes();
    }

    @Override
    public long getOutboxFiles() {
        return outbox.files();
    }

    @Override
    public boolean isSuspended() {
        return source.isSuspended();
    }

    @Override
    public void sealNow() {
        seal.run();
    }

    @Override
    public void suspend() {
        if (source.suspend()) {
            LOG.warn("{}: suspended over JMX: nothing is collected until you resume it there, or restart Caravan.", source.name());
        }
    }

    @Override
    public void resume() {
        if (source.resume()) {
            LOG.info("{}: resumed over JMX", source.name());
        }
    }
}
