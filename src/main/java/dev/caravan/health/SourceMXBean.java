package dev.caravan.health;

/** The MBean of a source, {@code dev.caravan:type=source,name=...}. The descriptions document the methods. */
@Description("A source: the files that it follows, its progress, and the number of lines and objects.")
public interface SourceMXBean {

    @Description("The state of the source in one word: idle, working, waiting, blocked, stuck, missing or failed; off if no route collects "
        + "for it.")
    String getState();

    @Description("Why the source is in this state, in sentences; empty if the state needs no reason.")
    String getReason();

    @Description("The followed files or the command, or why there is none.")
    String getFollowing();

    @Description("Present problems of files, command or route, in sentences; empty if there are none.")
    String[] getProblems();

    @Description("Whether the operation suspend has stopped collecting from the source.")
    boolean isSuspended();

    @Description("The backlog: bytes in followed files that are not in a batch yet.")
    long getBytesBehind();

    @Description("Lines read since the start, including those that were read again after a failure.")
    long getLinesRead();

    @Description("Bytes of those lines.")
    long getBytesRead();

    @Description("Lines that the parser refused since the start; they are delivered under unparsed/.")
    long getUnparsed();

    @Description("Messages of sshd, sudo and other known programs that got no event from the parser.")
    long getWithoutEvent();

    @Description("Bytes in the open batch, before compression.")
    long getOpenBatchBytes();

    @Description("Batches sealed since the start because of their size.")
    long getSealedBySize();

    @Description("Batches sealed since the start because of their age.")
    long getSealedByAge();

    @Description("Batches sealed since the start at a reload of the route, or by the operation sealNow.")
    long getSealedByStop();

    @Description("Objects that were stored in the bucket since the start.")
    long getDelivered();

    @Description("Bytes of those objects.")
    long getDeliveredBytes();

    @Description("Time at which an object was stored last, in RFC 3339; empty for never.")
    String getLastDelivery();

    @Description("Seconds since an object was stored last; -1 for never.")
    long getSecondsSinceDelivery();

    @Description("Objects that were already in the bucket when they were sent.")
    long getAlreadyThere();

    @Description("Objects whose key belonged to another object in the bucket; they got another key.")
    long getKeyTaken();

    @Description("Failed attempts to deliver since the start.")
    long getRetries();

    @Description("Files that were rotated since the start.")
    long getRotations();

    @Description("Files that vanished before they were read to their end.")
    long getFilesLost();

    @Description("Unread bytes of files that vanished, as far as known.")
    long getBytesLost();

    @Description("Runs of the source's command since the start.")
    long getRuns();

    @Description("Runs that failed: exit value, timeout, or missing program.")
    long getRunsFailed();

    @Description("Runs that were skipped because the previous one had not ended.")
    long getRunsSkipped();

    @Description("Polls that read nothing because the outbox was full or the source was suspended.")
    long getPaused();

    @Description("Size of the outbox for all sources, in bytes.")
    long getOutboxBytes();

    @Description("Number of objects in the outbox for all sources.")
    long getOutboxFiles();

    @Description("Seals the open batch now, whatever its age.")
    void sealNow();

    @Description("Stops collecting from this source until resume, or until Caravan restarts; collected lines are "
        + "delivered. Readiness is DOWN meanwhile.")
    void suspend();

    @Description("Resumes collecting after suspend.")
    void resume();
}
