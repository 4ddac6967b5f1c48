package dev.caravan.health;

/** One source, as {@code dev.caravan:type=source,name=...} in jconsole. What each method gives is in its description. */
@Description("One source: what it follows, how it gets on, and what became of its lines.")
public interface SourceMXBean {

    @Description("The state of the source in one word: idle, working, waiting, blocked, stuck, missing or failed.")
    String getState();

    @Description("Why the source is in this state, in sentences; empty where the word says all.")
    String getReason();

    @Description("What is followed or run, or why nothing is.")
    String getFollowing();

    @Description("What is wrong with files, command or route now, in sentences; empty while nothing is.")
    String[] getProblems();

    @Description("Whether the source was suspended by the operation suspend, and nothing is collected.")
    boolean isSuspended();

    @Description("Bytes in followed files that are not in a batch yet.")
    long getBytesBehind();

    @Description("Lines read since the start, also when they were read again after a failure.")
    long getLinesRead();

    @Description("Bytes of those lines.")
    long getBytesRead();

    @Description("Lines since the start that no parser understood; they are delivered under unparsed/.")
    long getUnparsed();

    @Description("Messages of sshd, sudo and other known programs to which the parser gave no event.")
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

    @Description("When an object was stored last, as RFC 3339; empty for never.")
    String getLastDelivery();

    @Description("Seconds since an object was stored last; -1 for never.")
    long getSecondsSinceDelivery();

    @Description("Objects that were in the bucket already when they were sent again.")
    long getAlreadyThere();

    @Description("Objects whose key was taken by something else in the bucket; they got another key.")
    long getKeyTaken();

    @Description("Attempts to deliver that failed since the start.")
    long getRetries();

    @Description("Files that were rotated since the start.")
    long getRotations();

    @Description("Files that vanished before they were read to their end.")
    long getFilesLost();

    @Description("Bytes that were in them, as far as known.")
    long getBytesLost();

    @Description("Runs of the command of this source since the start.")
    long getRuns();

    @Description("Runs that failed: exit value, timeout, or no such program.")
    long getRunsFailed();

    @Description("Runs that were left out because the one before had not ended.")
    long getRunsSkipped();

    @Description("Polls that read nothing because the outbox was full or the source was suspended.")
    long getPaused();

    @Description("Bytes that wait for delivery, of all sources.")
    long getOutboxBytes();

    @Description("Objects that wait for delivery, of all sources.")
    long getOutboxFiles();

    @Description("Makes an object of the open batch now, whatever its age.")
    void sealNow();

    @Description("Stops collecting from this source until resume, or until Caravan starts again; what is collected "
        + "already is delivered. Readiness is DOWN meanwhile.")
    void suspend();

    @Description("Goes on collecting after suspend.")
    void resume();
}
