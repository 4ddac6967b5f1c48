package dev.caravan.health;

/** One source, as {@code dev.caravan:type=source,name=...} in jconsole. */
public interface SourceMXBean {

    /** How it is, in one word: idle, working, waiting, blocked, stuck, missing or failed. */
    String getState();

    /** Why, in sentences; empty where the word says all. */
    String getReason();

    /** What is followed, or why nothing is. */
    String getFollowing();

    /** What is wrong now; empty when nothing is. */
    String[] getProblems();

    /** Bytes in followed files that are not in a batch yet. */
    long getBytesBehind();

    long getLinesRead();

    long getBytesRead();

    /** Lines that no parser understood; they are under {@code unparsed/}. */
    long getUnparsed();

    /** Messages of sshd, sudo and other known programs to which the parser gave no event. */
    long getWithoutEvent();

    /** Bytes in the open batch, before compression. */
    long getOpenBatchBytes();

    long getSealedBySize();

    long getSealedByAge();

    long getSealedByStop();

    /** Objects that were stored. */
    long getDelivered();

    long getDeliveredBytes();

    /** When an object was stored last, RFC 3339; empty for never. */
    String getLastDelivery();

    /** Seconds since an object was stored; -1 for never. */
    long getSecondsSinceDelivery();

    /** Objects that were in the bucket already when they were sent again. */
    long getAlreadyThere();

    /** Keys that were taken by something else. */
    long getKeyTaken();

    /** Attempts to deliver that failed. */
    long getRetries();

    long getRotations();

    /** Files that vanished before they were read to their end. */
    long getFilesLost();

    long getBytesLost();

    /** Runs of a command. */
    long getRuns();

    long getRunsFailed();

    long getRunsSkipped();

    /** Polls that read nothing because the outbox is full. */
    long getPaused();

    /** Bytes that wait for delivery, of all sources. */
    long getOutboxBytes();

    /** Objects that wait for delivery, of all sources. */
    long getOutboxFiles();

    /**
     * Seals the open batch now, whatever its age: it becomes an object. Camel's MBean of the route suspends and resumes the source.
     */
    void sealNow();
}
