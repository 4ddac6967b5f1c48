package dev.caravan.source.file;

import dev.caravan.config.Catalog;
import dev.caravan.config.Setting;
import dev.caravan.config.Units;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SharedNames;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.source.poll.PollGuard;
import dev.caravan.state.Ledger;
import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * What the Kamelet {@code log-tail-source} is made of: it tells the {@code log-tail:} endpoint which files have something new, is
 * its poll strategy, and the {@code split} that makes blocks of such a file. One of it an instance of the Kamelet; a reloaded
 * route makes another, which goes on from the same positions.
 */
public final class LogTail extends PollGuard implements CamelContextAware {

    private CamelContext camelContext;
    private String source = "";
    private String directory = "";
    private String fileName = "";
    private String exclude = "";
    private String rotatedDirectory = "";
    private boolean startsAtEnd;
    private int maxLineBytes = Math.toIntExact(Catalog.LINE_BYTES.usual());
    private int blockBytes = 256 * 1024;
    private long maxUnpackedBytes = Catalog.UNPACKED_BYTES.usual();
    private Duration rotatedWait = Catalog.ROTATED_WAIT.usual();
    private int maxOpenFiles = 256;
    private String followLinks = "";
    private String multilineStart = "";
    private long multilineWait = 2000;
    private boolean joinsAuditEvents;
    private @Nullable Source open;
    private @Nullable Following following;
    private Path base = Path.of("").toAbsolutePath();
    private @Nullable Awaited awaited;

    /** What follows the files, from the first poll until the route is stopped. */
    private record Following(SourceTailer tailer, Names names, Listing listing, FileOpener opening) {
    }

    /** One whose parameters follow. */
    public LogTail() {
        super("its files");
    }

    /** For the poll strategy of the endpoint: a poll is left out while the source is idle. */
    @Override
    protected boolean isDue() {
        // In directories below there may be files of which nothing is known before they are listed.
        return source().isPaused() || !following().tailer().isIdle() || !following().listing().isUnchanged();
    }

    /** The files that have something new; asked in each poll. */
    List<Path> filesWithWork() {
        if (source().isPaused()) {
            return List.of();
        }
        Following f = following();
        SourceTailer t = f.tailer();
        f.opening().forgetGone();
        Set<Path> all = new LinkedHashSet<>(f.listing().files());
        if (f.names().only() == null) {
            // Of two paths to a directory another one may be listed now: the file is still followed at the first.
            t.live().stream().filter(f.names()::areFollowed).forEach(all::add);
        }
        List<Path> found = new ArrayList<>();
        for (Path path : all) {
            if (t.hasWork(path)) {
                found.add(path);
            }
        }
        return found;
    }

    /** A path's name relative to the directory, for headers. */
    String relative(Path path) {
        return following().names().relative(path);
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
        LogTailConsumer.LogFile file = exchange.getMessage().getBody(LogTailConsumer.LogFile.class);
        Iterator<Block> blocks = following().tailer().blocks(file == null ? null : file.path());
        report(s);
        return blocks;
    }

    private void report(Source s) {
        int files = following().tailer().live().size();
        String where = PathText.of(base) + "/" + fileName;
        // Not the path itself: under that a failure to look at the files is noted, which is not over because this is.
        String readable = PathText.of(base) + "/";
        if (!Files.isReadable(base) && Files.exists(base)) {
            s.stats().following("unreadable: " + PathText.of(base));
            s.stats().problem(readable, PathText.of(base) + " cannot be read: permission denied");
            return;
        }
        s.stats().problem(readable, null);
        awaited(where).waits(files == 0 && !s.stats().hasProblem(where));
        s.stats().following(files == 0 && s.stats().hasProblem(where) ? "cannot read " + where
            : files == 0 ? "waiting for " + where : "following " + where
            + (files > 1 ? " (" + files + " files)" : ""), files == 0 && !s.stats().hasProblem(where));
    }

    private Awaited awaited(String where) {
        if (awaited == null) {
            awaited = new Awaited(source, where, hasInput(), Time.SYSTEM);
        }
        return awaited;
    }

    /** Whether the route file has a setting that makes the source take the journal. */
    private boolean hasInput() {
        try {
            return !camelContext.resolvePropertyPlaceholders("{{caravan.source." + source + ".input}}").isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    protected synchronized Source source() {
        if (open == null) {
            open = CamelContextHelper.mandatoryLookup(camelContext, SharedNames.SOURCES, Sources.class).attach(source, this);
        }
        return open;
    }

    @Override
    protected synchronized @Nullable Source opened() {
        return open;
    }

    @Override
    protected synchronized void endPoll() {
        if (following != null) {
            following.tailer().endPoll();
        }
    }

    @Override
    protected void abandoned(Consumer consumer) {
        ((GenericFileEndpoint<?>) consumer.getEndpoint()).getInProgressRepository().clear();
    }

    private synchronized Following following() {
        if (following == null) {
            Source s = source();
            Ledger ledger = s.ledger();
            Names names = new Names(base, fileName, exclude);
            FileOpener opening = new FileOpener(source, s.stats(), followsLinks());
            Listing listing = new Listing(base, names, opening, new Troubles(source, s.stats()), Time.SYSTEM);
            SourceTailer tailer = new SourceTailer(new TailOptions(source, s.host(), base, names::areFollowed,
                rotatedDirectory.isEmpty() ? null : PathText.path(rotatedDirectory), startsAtEnd, maxLineBytes,
                Math.min(blockBytes, maxLineBytes), maxUnpackedBytes, rotatedWait, maxOpenFiles,
                bounds(), Duration.ofMillis(multilineWait),
                Time.SYSTEM), ledger, s.stats(), opening);
            following = new Following(tailer, names, listing, opening);
        }
        return following;
    }

    private @Nullable RecordBounds bounds() {
        return joinsAuditEvents ? new AuditEventBounds()
            : multilineStart.isEmpty() ? null : new MultilineMatcher(Pattern.compile(multilineStart));
    }

    private boolean followsLinks() {
        String name = Catalog.FOLLOW_LINKS.name().replace("NAME", source);
        String value = followLinks.isEmpty()
            ? camelContext.resolvePropertyPlaceholders("{{" + name + ":" + Catalog.FOLLOW_LINKS.fallback() + "}}") : followLinks;
        return Catalog.FOLLOW_LINKS.named(followLinks.isEmpty() ? name : "followLinks of source " + source, null).read(value);
    }

    @Override
    protected void doStop() {
        synchronized (this) {
            if (following != null) {
                following.tailer().close();
                following = null;
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

    public String getSource() {
        return source;
    }

    /** Reads a parameter that is like a setting, and has its default from there. */
    private <T> T parameter(Setting<T> setting, String name, String value) {
        return setting.named(name + " of source " + source, null).read(value);
    }


    /** A path, or its URI. */
    public void setDirectory(String value) {
        this.directory = value;
        this.base = Path.of("").toAbsolutePath().resolve(PathText.path(directory)).normalize();
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
        this.startsAtEnd = parameter(Catalog.START, "start", start).equals("end");
    }

    /** In bytes. */
    public void setMaxLineBytes(String maxLineBytes) {
        this.maxLineBytes = Math.toIntExact(parameter(Catalog.LINE_BYTES, "maxLineBytes", maxLineBytes));
    }

    /** Whether links are followed that others than root and this user could have made; empty for the setting of the source. */
    public void setFollowLinks(String followLinks) {
        this.followLinks = followLinks;
    }

    /** In bytes. */
    public void setMaxUnpackedBytes(String maxUnpackedBytes) {
        this.maxUnpackedBytes = parameter(Catalog.UNPACKED_BYTES, "maxUnpackedBytes", maxUnpackedBytes);
    }

    /** In milliseconds, or with a unit. */
    public void setRotatedWait(String rotatedWait) {
        this.rotatedWait = parameter(Catalog.ROTATED_WAIT, "rotatedWait", rotatedWait);
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

    /** {@code events} where the records of one event of auditd are to stay together; {@code json}, {@code raw} or empty else. */
    public void setAuditFormat(String auditFormat) {
        if (!auditFormat.matches("(events|json|raw)?")) {
            throw new IllegalArgumentException("auditFormat of source " + source + " is " + auditFormat
                + ": it must be events, json or raw");
        }
        this.joinsAuditEvents = auditFormat.equals("events");
    }

    /** In milliseconds, or with a unit. */
    public void setMultilineWait(String multilineWait) {
        this.multilineWait = Units.millis("multilineWait of source " + source, multilineWait);
    }
}
