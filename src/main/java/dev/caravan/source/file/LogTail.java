package dev.caravan.source.file;

import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SharedNames;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.state.Ledger;
import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import dev.caravan.trust.ClosedDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of the Kamelet {@code log-tail-source}: tells the {@code log-tail:} endpoint which files have something new, is its poll
 * strategy, and the {@code split} that cuts such a file into blocks. Each instance of the Kamelet has its own; a reloaded route creates
 * another one, which continues from the same positions.
 */
public final class LogTail extends LogTailParameters {

    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);

    private @Nullable Source open;
    private @Nullable Following following;
    private @Nullable Awaited awaited;

    /** The objects that follow the files, from the first poll until the route stops. */
    private record Following(SourceTailer tailer, Names names, Listing listing, FileOpener opening) {
    }

    /** Creates a source whose parameters follow. */
    public LogTail() {
        super("its files");
    }

    /** Tells the endpoint's poll strategy whether to poll: polls are skipped while the source is idle. */
    @Override
    protected boolean isDue() {
        // Subdirectories may have files that are unknown until they are listed.
        return source().isPaused() || !following().tailer().shouldSkipPoll() || !following().listing().isUnchanged();
    }

    @Override
    protected boolean isRead() {
        SourceStats stats = source().stats();
        // Nobody has counted the bytes of files that cannot be examined.
        return stats.bytesBehind() == 0 && !following().tailer().hasUnknown() && !stats.hasProblem(PathText.of(base())) && !stats.hasProblem(PathText
            .of(base()) + "/");
    }

    @Override
    protected void looksAfresh() {
        following().listing().forget();
    }

    /** Returns the files that have something new. Called in each poll. */
    List<Path> filesWithWork() {
        if (source().isPaused()) {
            return List.of();
        }
        Following f = following();
        SourceTailer t = f.tailer();
        f.opening().forgetGone();
        Set<Path> all = new LinkedHashSet<>(f.listing().files());
        if (f.names().only() == null) {
            // If two paths lead to a directory, the other one may be listed now; the file is still followed at the first.
            t.live().stream().filter(f.names()::areFollowed).forEach(all::add);
        }
        List<Path> found = new ArrayList<>();
        for (Path path : all) {
            if (t.offer(path)) {
                found.add(path);
            }
        }
        return found;
    }

    /** Returns the name of a path relative to the directory, for headers. */
    String relative(Path path) {
        return following().names().relative(path);
    }

    /**
     * Returns blocks of new lines; the expression of the Kamelet's {@code split}.
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
        String where = PathText.of(base()) + "/" + getFileName();
        // Not the path itself: failures to examine the files are noted there, and are not over because this one is.
        String readable = PathText.of(base()) + "/";
        String closed = closed(files);
        if (closed != null) {
            s.stats().following("unreadable: " + where);
            if (s.stats().problem(readable, closed)) {
                LOG.warn("{}: {}.", getSource(), closed);
            }
            return;
        }
        s.stats().problem(readable, null);
        awaited(where).waits(files == 0 && !s.stats().hasProblem(where));
        s.stats().following(files == 0 && s.stats().hasProblem(where) ? "cannot read " + where
            : files == 0 ? "waiting for " + where : "following " + where
                + (files > 1 ? " (" + files + " files)" : ""), files == 0 && !s.stats().hasProblem(where));
    }

    /** Returns which directory this user may not read or enter; null if there is none. */
    private @Nullable String closed(int files) {
        Path directory = ClosedDirectory.on(base());
        if (directory != null) {
            return ClosedDirectory.problem(PathText.of(directory));
        }
        if (!Files.isReadable(base()) && Files.exists(base())) {
            return PathText.of(base()) + " cannot be read: permission denied; let this user read it (on Debian: add it to the group adm)";
        }
        Path one = following().names().only();
        return files == 0 && one != null && ClosedDirectory.hides(one) ? ClosedDirectory.hidden(PathText.of(one)) : null;
    }

    private Awaited awaited(String where) {
        if (awaited == null) {
            awaited = new Awaited(getSource(), where, hasInput(), Time.SYSTEM);
        }
        return awaited;
    }

    /** Reports whether the route file has a setting that makes the source read the journal. */
    private boolean hasInput() {
        try {
            return !getCamelContext().resolvePropertyPlaceholders("{{caravan.source." + getSource() + ".input}}").isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    protected synchronized Source source() {
        if (open == null) {
            open = CamelContextHelper.mandatoryLookup(getCamelContext(), SharedNames.SOURCES, Sources.class).attach(getSource(), this);
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
            Names names = names();
            FileOpener opening = new FileOpener(getSource(), s.stats(), followsLinks());
            Listing listing = new Listing(base(), names, opening, new Troubles(getSource(), s.stats()), Time.SYSTEM);
            SourceTailer tailer = new SourceTailer(options(s.host(), names), ledger, s.stats(), opening);
            following = new Following(tailer, names, listing, opening);
        }
        return following;
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
}
