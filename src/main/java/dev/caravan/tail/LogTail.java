package dev.caravan.tail;

import dev.caravan.flow.Block;
import dev.caravan.flow.SourceStats;
import dev.caravan.state.Ledger;
import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileFilter;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultPollingConsumerPollStrategy;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.AntPathMatcher;

/**
 * What the Kamelet {@code log-tail-source} is made of: the filter of its {@code file:} endpoint, which lets only files
 * pass that have something new, its poll strategy, and the {@code split} that makes blocks of such a file. One of it an
 * instance of the Kamelet; a reloaded route makes another, which goes on from the same positions.
 */
public final class LogTail extends DefaultPollingConsumerPollStrategy
    implements GenericFileFilter<Object>, CamelContextAware {

    /** So long a poll waits for the rest of its route, 100 times at most: the next one is a poll interval later. */
    private static final long HELD_MILLIS = 100;
    private static final int HELD_TIMES = 100;

    private final AntPathMatcher matcher = new AntPathMatcher();
    private CamelContext camelContext;
    private String source;
    private String directory;
    private String fileName;
    private String exclude = "";
    private String rotatedDirectory = "";
    private String start = "beginning";
    private int maxLineBytes = 1024 * 1024;
    private int blockBytes = 256 * 1024;
    private long rotatedWait = 5000;
    private int maxOpenFiles = 256;
    private String multilineStart = "";
    private long multilineWait = 2000;
    private Source open;
    private Tailer tailer;
    private Path base;

    /** The poll strategy of the endpoint: a poll is left out while the source is idle. */
    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        try {
            awaitRoute(consumer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        // In directories below there may be files of which nothing is known before they are listed.
        return source().isPaused() || fileName.contains("/") || !tailer().isIdle();
    }

    private void awaitRoute(Consumer consumer) throws InterruptedException {
        // The source of a route that is being removed is held as well; its consumer is suspended, or stopped, next.
        for (int i = 0; i < HELD_TIMES && !ServiceHelper.isSuspended(consumer) && !ServiceHelper.isStopped(consumer); i++) {
            if (source().awaitRelease(HELD_MILLIS)) {
                return;
            }
        }
    }

    @Override
    public boolean accept(GenericFile<Object> file) {
        Source s = source();
        if (s.isPaused()) {
            return false;
        }
        Path path = Path.of(file.getAbsoluteFilePath()).normalize();
        if (file.isDirectory()) {
            return fileName.contains("/");
        }
        return isFollowed(path) && tailer().hasWork(path);
    }

    private boolean isFollowed(Path path) {
        String name = base.relativize(path).toString();
        if (!matcher.match(fileName, name)) {
            return false;
        }
        return exclude.isEmpty() || java.util.Arrays.stream(exclude.split(","))
            .noneMatch(pattern -> matcher.match(pattern.trim(), name));
    }

    /**
     * Blocks of new lines; the expression of the Kamelet's {@code split}.
     *
     * @param exchange its body is the file that passed the filter, or null for a poll that found none
     */
    public Iterator<Block> blocks(Exchange exchange) {
        Source s = source();
        if (s.isPaused()) {
            s.stats().count(SourceStats.Event.PAUSED);
            return Collections.emptyIterator();
        }
        GenericFile<?> file = exchange.getMessage().getBody(GenericFile.class);
        Iterator<Block> blocks = tailer().blocks(file == null ? null
            : Path.of(file.getAbsoluteFilePath()).normalize());
        report(s);
        return blocks;
    }

    private void report(Source s) {
        int files = tailer().liveFiles();
        String where = base.resolve(fileName).toString();
        if (!Files.isReadable(base) && Files.exists(base)) {
            s.stats().following("unreadable: " + base);
            s.stats().problem(base.toString(), base + " cannot be read: permission denied");
            return;
        }
        s.stats().problem(base.toString(), null);
        s.stats().following(files == 0 && s.stats().hasProblem(where) ? "cannot read " + where
            : files == 0 ? "waiting for " + where : "following " + where
            + (files > 1 ? " (" + files + " files)" : ""));
    }

    private synchronized Source source() {
        if (open == null) {
            open = CamelContextHelper.mandatoryLookup(camelContext, "sources", Sources.class).attach(source, this);
        }
        return open;
    }

    private synchronized Tailer tailer() {
        if (tailer == null) {
            Source s = source();
            Ledger ledger = s.ledger();
            tailer = new Tailer(new TailOptions(source, s.host(), base, this::isFollowed,
                rotatedDirectory.isEmpty() ? null : Path.of(rotatedDirectory), "end".equals(start), maxLineBytes,
                Math.min(blockBytes, maxLineBytes), Duration.ofMillis(rotatedWait), maxOpenFiles,
                multilineStart.isEmpty() ? null : Pattern.compile(multilineStart), Duration.ofMillis(multilineWait),
                Time.SYSTEM), ledger, s.stats());
        }
        return tailer;
    }

    @Override
    protected void doStop() {
        synchronized (this) {
            if (tailer != null) {
                tailer.close();
                tailer = null;
            }
            if (open != null) {
                open.detach(this);
                open = null;
            }
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /** Name of the source. */
    public void setSource(String source) {
        this.source = source;
    }

    public void setDirectory(String directory) {
        this.directory = directory;
        this.base = Path.of(directory).toAbsolutePath().normalize();
    }

    public String getDirectory() {
        return directory;
    }

    /** Name or Ant pattern, relative to the directory. */
    public void setFileName(String fileName) {
        this.fileName = fileName;
    }

    /** Ant patterns, separated by commas, of files that are not followed. */
    public void setExclude(String exclude) {
        this.exclude = exclude;
    }

    /** Another directory into which files are rotated, or a pattern of several; empty for none. */
    public void setRotatedDirectory(String rotatedDirectory) {
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + rotatedDirectory);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("rotatedDirectory of source " + source + " is no directory and no pattern: "
                + e.getMessage(), e);
        }
        this.rotatedDirectory = rotatedDirectory;
    }

    /** {@code beginning} or {@code end}. */
    public void setStart(String start) {
        if (!start.equals("beginning") && !start.equals("end")) {
            throw new IllegalArgumentException("caravan.tail.start is " + start + ": it must be beginning or end");
        }
        this.start = start;
    }

    /** In bytes. */
    public void setMaxLineBytes(String maxLineBytes) {
        this.maxLineBytes = (int) Math.min(dev.caravan.state.Units.bytes("caravan.tail.max-line-bytes", maxLineBytes),
            1 << 30);
    }

    /** In milliseconds, or with a unit. */
    public void setRotatedWait(String rotatedWait) {
        this.rotatedWait = dev.caravan.state.Units.millis("caravan.tail.rotated-wait", rotatedWait);
    }

    /** Bound on open descriptors. */
    public void setMaxOpenFiles(int maxOpenFiles) {
        this.maxOpenFiles = maxOpenFiles;
    }

    /** Regular expression that is found in the first line of a record, and in no other; empty for records of one line. */
    public void setMultilineStart(String multilineStart) {
        try {
            Pattern.compile(multilineStart);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("multilineStart of source " + source + " is no regular expression: "
                + e.getMessage(), e);
        }
        this.multilineStart = multilineStart;
    }

    /** In milliseconds, or with a unit. */
    public void setMultilineWait(String multilineWait) {
        this.multilineWait = dev.caravan.state.Units.millis("multilineWait", multilineWait);
    }
}
