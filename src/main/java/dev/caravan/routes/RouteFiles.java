package dev.caravan.routes;

import dev.caravan.batch.Batches;
import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the route files one by one, so that a mistake in one stops that one alone: logs of the other sources must go on.
 * Camel's own loading would refuse to start anything. Files that change later take the place of what they were, or what
 * they were goes on where they have a mistake. Thread safe.
 */
public final class RouteFiles {

    private static final Logger LOG = LoggerFactory.getLogger("caravan");
    private static final long DRAIN_SECONDS = 20;
    private static final String GO_ON = "The routes of this file go on as they were until it is corrected.";
    private static final String LEFT_OUT = "This file is left out; the others run.";

    private final CamelContext context;
    private final Sources sources;
    private final Batches batches;
    private final RouteFolder folder;
    private final RouteAdvice advice;
    private final RouteMaker maker;
    private final Map<String, RouteFile> files = new TreeMap<>();
    private final RouteTexts texts;
    private boolean again;
    private @Nullable String folderProblem;

    /** @param folder its files lie over those in the jar, by name; it need not exist, and may be null */
    public RouteFiles(CamelContext context, Sources sources, Batches batches, @Nullable Path folder) {
        this.context = context;
        this.sources = sources;
        this.batches = batches;
        this.folder = new RouteFolder(folder);
        this.texts = new RouteTexts(this.folder, files, this::unreadable);
        this.advice = new RouteAdvice(context, this.folder);
        this.maker = new RouteMaker(context, names -> new RouteRemoval(context, sources, batches, names));
    }

    /** Whether they are files that can be edited. */
    public boolean inFolder() {
        return folder.exists();
    }

    /**
     * Called before anything is loaded: who can change routes can run commands.
     *
     * @throws IOException others can change the folder or a file in it; the message says which, and what to type
     */
    public synchronized void mustBeTrusted() throws IOException {
        String problem = folder.exposed();
        for (RouteResource resource : problem == null ? folder.list() : List.<RouteResource>of()) {
            problem = problem == null ? RouteFolder.exposed(resource) : problem;
        }
        if (problem != null) {
            throw new IOException(problem);
        }
    }

    /**
     * Loads all of them, at the start.
     *
     * @throws IOException the folder cannot be read
     */
    public synchronized void load() throws IOException {
        texts.read().forEach((file, text) -> {
            if (text == null) {
                return;
            }
            file.seen(text);
            try {
                put(file, check(file, text));
            } catch (Exception e) {
                problem(file, text, e, LEFT_OUT);
            }
        });
        advice.look(files.values());
    }

    /**
     * Makes what runs what the files say.
     *
     * @param all   also those that have not changed
     * @param which names of the files that may be taken over
     * @return how many files could not be taken over
     * @throws IOException the folder cannot be read; everything goes on as it was
     */
    synchronized int reload(boolean all, Predicate<Path> which) throws IOException {
        again = false;
        String exposed = folder.exposed();
        if (exposed != null) {
            if (!exposed.equals(folderProblem)) {
                LOG.error("{}. The routes go on as they are.", exposed);
            }
            folderProblem = exposed;
            again = true;
            return 1;
        }
        folderProblem = null;
        Map<RouteFile, String> now = texts.read();
        // A change of its mode does not show in its time.
        again |= texts.anyExposed();
        List<RouteFile> gone = files.values().stream().filter(f -> !now.containsKey(f)).filter(f -> f.isIn(which)).toList();
        now.entrySet().removeIf(entry -> entry.getValue() == null || !entry.getKey().isIn(which));
        boolean changed = false;
        // First, for a route may have moved to another file.
        for (RouteFile file : gone) {
            changed |= removed(file);
        }
        for (Map.Entry<RouteFile, String> entry : now.entrySet()) {
            RouteFile file = entry.getKey();
            String text = entry.getValue();
            if (!all && file.isRunning(text)) {
                file.seen(text);
                if (file.problem(null)) {
                    LOG.info("{}: the file is as it was; its routes go on", file.name());
                }
            } else if (all || !text.equals(file.seen())) {
                changed |= changed(file, text);
            }
        }
        if (changed) {
            // What was wrong with one may have been right but for another.
            now.forEach((file, text) -> {
                if (file.problem() != null && file.seen() != null) {
                    changed(file, text);
                }
            });
        }
        advice.look(files.values());
        return (int) files.values().stream().filter(file -> file.problem() != null).count();
    }

    /** Whether a change waits for routes that are busy, so that {@link #reload} must be called again soon. */
    synchronized boolean isUnfinished() {
        return again;
    }

    /** Puts a text in the place of what runs of a file. Returns whether it runs. */
    private boolean changed(RouteFile file, String text) {
        RouteText old = file.running();
        boolean wasShipped = file.runsAsShipped();
        String otherwise = old == null ? LEFT_OUT : GO_ON;
        file.seen(text);
        RouteText checked;
        try {
            checked = check(file, text);
        } catch (Exception e) {
            problem(file, text, e, otherwise);
            return false;
        }
        if (checked.hasConfiguration() || old != null && old.hasConfiguration()) {
            file.problem(null);
            LOG.warn("{}: what is for all routes takes effect at the next start", file.name());
            return false;
        }
        try (RouteRemoval removal = new RouteRemoval(context, sources, batches, file.routes())) {
            if (!drained(file, removal)) {
                return false;
            }
            removal.remove();
            file.running(null);
            try {
                put(file, checked);
            } catch (Exception e) {
                problem(file, text, e, otherwise);
                if (old != null) {
                    put(file, old);
                }
                return false;
            }
        } catch (Exception e) {
            problem(file, text, e, "None of its routes run.");
            return false;
        }
        file.problem(null);
        LOG.info("{}: {}{}", file.name(), news(file, old, wasShipped), routes(file));
        return true;
    }

    /** Stops the routes of a file that is gone. Returns whether that is done. */
    private boolean removed(RouteFile file) {
        try (RouteRemoval removal = new RouteRemoval(context, sources, batches, file.routes())) {
            if (!drained(file, removal)) {
                return false;
            }
            removal.remove();
            files.remove(file.place().name());
            RouteResource owner = texts.owner(file);
            LOG.info("{}: {}, and its routes have stopped{}", file.name(), owner == null ? "the file was removed"
                : owner.words() + " has its source or route now", removal.sources().isEmpty() ? "" : "; what was collected is delivered");
            return true;
        } catch (Exception e) {
            problem(file, "", e, "Its routes may go on.");
            return false;
        }
    }

    private boolean drained(RouteFile file, RouteRemoval removal) {
        if (removal.drain(DRAIN_SECONDS)) {
            return true;
        }
        removal.goOn();
        again = true;
        file.seen(null);
        LOG.warn("{}: the change waits, for its routes are busy; it is tried again", file.name());
        return false;
    }

    /** Looks for what Camel would not find, or would solve by throwing another file's route away. */
    private RouteText check(RouteFile file, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("the file is empty; to switch it off, write enabled: false");
        }
        RouteText checked = new RouteText(text);
        advice.mustKnowParsers(checked);
        KameletParameters.mustExist((ModelCamelContext) context, checked);
        for (RouteFile other : files.values()) {
            if (other != file && other.running() != null) {
                checked.mustDifferFrom(other.running(), other.name());
            }
        }
        return checked;
    }

    /** Starts the routes of a text; leaves none of them when one cannot be made. */
    private void put(RouteFile file, RouteText text) throws Exception {
        // The route of a Kamelet is there before the one that uses it: it must not begin, for that one may never come.
        List<Source> held = text.sources().stream().map(n -> sources.get(context.resolvePropertyPlaceholders(n))).toList();
        held.forEach(Source::hold);
        try {
            maker.make(file, text);
            advice.warnOfOtherNames(file, text);
        } finally {
            held.forEach(Source::release);
        }
    }

    private String routes(RouteFile file) {
        List<String> own = file.routes().stream().filter(id -> context.getRoute(id) != null
            && !Boolean.TRUE.equals(((ModelCamelContext) context).getRouteDefinition(id).isKamelet())).toList();
        return own.isEmpty() ? "" : " (" + (own.size() == 1 ? "route " : "routes ") + String.join(", ", own) + ")";
    }

    private void problem(RouteFile file, String text, Exception e, String consequence) {
        String problem = RouteText.explain(file.name(), text, e);
        if (file.problem(problem)) {
            LOG.error("{} {}", problem.matches("(?s).*[.?]") ? problem : problem + ".", consequence);
        }
        LOG.debug("", e);
    }

    private void unreadable(RouteFile file, IOException e) {
        problem(file, "", e, file.running() == null ? LEFT_OUT : GO_ON);
        file.seen(null);
    }

    private static String news(RouteFile file, @Nullable RouteText old, boolean wasShipped) {
        RouteText running = file.running();
        if (running != null && running.isOff()) {
            return "it is switched off by enabled: false";
        }
        if (file.place().isShipped()) {
            return wasShipped ? "it was loaded again" : "it holds again, for there is no file over it any more";
        }
        return old == null ? "a new file was taken over" : wasShipped ? "it takes the place of the one that comes with Caravan"
            : "the change was taken over";
    }

    /** Which files are left out, or run as they were before a change, and why; null where none is. */
    public synchronized @Nullable String problem() {
        advice.look(files.values());
        List<String> now = Stream.of(Stream.ofNullable(folderProblem), files.values().stream().map(RouteFile::problem)
            .filter(Objects::nonNull), advice.problems().stream()).flatMap(p -> p).toList();
        return now.isEmpty() ? null : String.join("; ", now);
    }
}
