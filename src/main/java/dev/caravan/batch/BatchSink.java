package dev.caravan.batch;

import dev.caravan.config.Catalog;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SharedNames;
import dev.caravan.pipeline.SourceStats.Event;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the Kamelet {@code s3-batch-sink}: its aggregation strategy, which appends each block to the open batch of the block's
 * source, its completion predicate, and its last step. The aggregated exchange carries no lines, only the name of the source.
 */
public final class BatchSink implements AggregationStrategy, CamelContextAware {

    private static final Pattern DATED = Pattern.compile("([^.]*?)[._-][0-9]{2}.*");

    private CamelContext camelContext;
    private String source = "";
    private String extension = "";
    private long interval;
    private @Nullable Batches batches;

    /** Returns the name of the source that a block belongs to: the aggregator's correlation key. */
    public String correlation(Exchange exchange) {
        return block(exchange).origin().source();
    }

    @Override
    public Exchange aggregate(Exchange oldExchange, Exchange newExchange) {
        Block block = block(newExchange);
        String origin = block.origin().source();
        try {
            Batch batch = batches().batch(origin);
            batch.sealedEach(interval);
            batch.append(block, output(block), !block.acknowledger().canRepeat());
        } catch (IOException e) {
            throw new RuntimeCamelException(e.getMessage(), e);
        }
        Exchange answer = oldExchange == null ? newExchange : oldExchange;
        answer.getMessage().setBody(origin);
        answer.removeProperty(SharedNames.BLOCK_PROPERTY);
        return answer;
    }

    /** Reports whether the batch is large enough to be sealed: the aggregator's completion predicate. */
    public boolean isFull(Exchange exchange) {
        return batches().batch(exchange.getMessage().getBody(String.class)).isFull();
    }

    /** Seals the batch: the step after the aggregator. */
    public void seal(Exchange exchange) {
        String by = exchange.getProperty(Exchange.AGGREGATED_COMPLETED_BY, "", String.class);
        batches().seal(exchange.getMessage().getBody(String.class), switch (by) {
            case "predicate" -> Event.SEALED_BY_SIZE;
            case "interval" -> Event.SEALED_BY_AGE;
            default -> Event.SEALED_BY_STOP;
        });
    }

    private String output(Block block) {
        return source.isEmpty() ? block.origin().source() : source.replace("{name}", name(block.origin().file()));
    }

    /** Returns the name of a log: the name of its file, without extensions and without a date that the rotation added. */
    static String name(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        Matcher dated = DATED.matcher(name);
        int dot = name.indexOf('.');
        return dated.matches() && !dated.group(1).isEmpty() ? dated.group(1) : dot > 0 ? name.substring(0, dot) : name;
    }

    private Block block(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        Block block = body instanceof Block b ? b : null;
        if (block == null) {
            block = exchange.getProperty(SharedNames.BLOCK_PROPERTY, Block.class);
            if (block == null) {
                throw new IllegalArgumentException("s3-batch-sink needs the lines of log-tail-source, command-source or journal-source");
            }
            byte[] bytes = body == null ? new byte[0] : exchange.getMessage().getBody(byte[].class);
            int lines = 0;
            for (byte b : bytes) {
                lines += b == '\n' ? 1 : 0;
            }
            block = block.with(bytes, bytes.length, lines);
        }
        return extension.isEmpty() ? block
            : block.with(block.bytes(), block.length(), block.lines(), extension);
    }

    private Batches batches() {
        if (batches == null) {
            batches = CamelContextHelper.mandatoryLookup(camelContext, SharedNames.BATCHES, Batches.class);
        }
        return batches;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /** Sets the output for the lines; empty for the name of the block's source. {@code {name}} stands for the name of the log. */
    public void setSource(String source) {
        this.source = source;
    }

    /**
     * Sets the age at which the aggregator seals the batch, in milliseconds or with a unit. Used only to report that it did not.
     *
     * @throws IllegalArgumentException it is shorter than a batch's may be; with 0, Camel would seal no batch because of its age
     */
    public void setInterval(String interval) {
        this.interval = Catalog.BATCH_INTERVAL.named("interval of s3-batch-sink", null).read(interval).toMillis();
    }

    /**
     * Sets the extension of the key; empty for the one of the block's format.
     *
     * @throws IllegalArgumentException a file of an open batch could not have it in its name, and would not be recovered after a crash
     */
    public void setExtension(String extension) {
        if (!extension.isEmpty() && !Part.isExtension(extension)) {
            throw new IllegalArgumentException("extension of s3-batch-sink is \"" + extension + "\": it must be letters and digits, with"
                + " dots between them");
        }
        this.extension = extension;
    }
}
