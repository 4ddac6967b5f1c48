package dev.caravan.pipeline;

/**
 * Names that Java and YAML share: of exchange properties, and of beans in the registry. Route files and Kamelets use no others
 * ({@code SharedNamesTest}). Users' route files may use them too, so they must not change.
 */
public final class SharedNames {

    /** Exchange property: the {@link Block} as the last step that knows blocks returned it, for routes that replaced the body. */
    public static final String BLOCK_PROPERTY = "CaravanBlock";
    /** Exchange property: whether the object that has the key is the file that was to be sent; absent if nothing has checked it. */
    public static final String SAME_PROPERTY = "CaravanSame";

    /** Bean: all sources, with their state. */
    public static final String SOURCES = "sources";
    /** Bean: the open batches. */
    public static final String BATCHES = "batches";
    /** Bean: chooses the next file of the outbox to send. */
    public static final String OUTBOX = "outbox";
    /** Bean: decides when the outbox is polled. */
    public static final String OUTBOX_SCHEDULER = "outboxScheduler";
    /** Bean: the steps around a request to S3. */
    public static final String DELIVERY = "delivery";
    /** Bean: reports errors in routes. */
    public static final String PROBLEMS = "problems";
    /** Bean: decides whether a source reads its file or the journal. */
    public static final String INPUTS = "inputs";

    private SharedNames() {
    }
}
