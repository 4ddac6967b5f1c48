package dev.caravan.pipeline;

/**
 * Names that Java and YAML share: of exchange properties, and of beans in the registry. Route files and Kamelets use no others
 * ({@code SharedNamesTest}); files of users may use them too, so they stay as they are.
 */
public final class SharedNames {

    /** Exchange property: the {@link Block} as the last step that knows blocks left it, for routes that replaced the body. */
    public static final String BLOCK_PROPERTY = "CaravanBlock";
    /** Exchange property: whether the object that stands under a key is the file that was to be sent; absent while nobody asked. */
    public static final String SAME_PROPERTY = "CaravanSame";

    /** Bean: all sources, with their state. */
    public static final String SOURCES = "sources";
    /** Bean: the open batches. */
    public static final String BATCHES = "batches";
    /** Bean: which file of the outbox is sent next. */
    public static final String OUTBOX = "outbox";
    /** Bean: when the outbox is looked at. */
    public static final String OUTBOX_SCHEDULER = "outboxScheduler";
    /** Bean: the steps around a request to S3. */
    public static final String DELIVERY = "delivery";
    /** Bean: tells of errors in routes. */
    public static final String PROBLEMS = "problems";
    /** Bean: whether a source reads its file or the journal. */
    public static final String INPUTS = "inputs";

    private SharedNames() {
    }
}
