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
 * The route files. Loads them one by one, so that a mistake in one file does not stop the other sources; Camel's loading would start none of
 * them. Replaces the routes of a file that changes, and keeps the old routes if the new text has a mistake. Thread-safe.
 */
public final class RouteFiles {

    private static final Logger LOG = LoggerFactory.getLogger("caravan");
    private static final long DRAIN_SECONDS = 20;
    private static final String GO_ON = "The previous routes of this file keep running until you correct it.";
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

    /** @param folder folder whose files take precedence over those in the jar, by name; may be missing, or null */
    public RouteFiles(CamelContext context, Sources sources, Batches batches, @Nullable Path folder) {
        this.context = context;
        this.sources = sources;
        this.batches = batches;
        this.folder = new RouteFolder(folder);
        this.texts = new RouteTexts(this.folder, files, this::unreadable);
        this.advice = new RouteAdvice(context, this.folder);
        this.maker = new RouteMaker(context, names -> new RouteRemoval(context, sources, batches, names));
    }

    /** Reports whether the user has a folder of route files. */
    public boolean inFolder() {
        return folder.exists();
    }

    /**
     * Checks that nobody else can change the route files, because they can run commands. Called before anything is loaded.
     *
     * @throws IOException if others can change the folder or a file in it; the message says which, and what to type
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
     * Loads all files at the start.
     *
     * @throws IOException if the folder cannot be read
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
     * Reloads changed files.
     *
     * @param all   true to reload unchanged files too
     * @param which selects the names of files that may be reloaded
     * @return the number of files with a problem
     * @throws IOException if the folder cannot be read; all routes keep running
     */
    synchronized int reload(boolean all, Predicate<Path> which) throws IOException {
        again = false;
        String exposed = folder.exposed();
        if (exposed != null) {
            if (!exposed.equals(folderProblem)) {
                LOG.error("{}. The running routes stay unchanged.", exposed);
            }
            folderProblem = exposed;
            again = true;
            return 1;
        }
        folderProblem = null;
        Map<RouteFile, String> now = texts.read();
        // A change of a file's mode does not change its modification time, so RouteReload would not notice it.
        again |= texts.anyExposed();
        List<RouteFile> gone = files.values().stream().filter(f -> !now.containsKey(f)).filter(f -> f.isIn(which)).toList();
        now.entrySet().removeIf(entry -> entry.getValue() == null || !entry.getKey().isIn(which));
        boolean changed = false;
        // Removed files come first, because a route may have moved from one of them to another file.
        for (RouteFile file : gone) {
            changed |= removed(file);
        }
        for (Map.Entry<RouteFile, String> entry : now.entrySet()) {
            RouteFile file = entry.getKey();
            String text = entry.getValue();
            if (!all && file.isRunning(text)) {
                file.seen(text);
                if (file.problem(null)) {
                    LOG.info("{}: the file has its running text again; its routes keep running", file.name());
                }
            } else if (all || !text.equals(file.seen())) {
                changed |= changed(file, text);
            }
        }
        if (changed) {
            // A file may have failed only because of another file that has changed since.
            now.forEach((file, text) -> {
                if (file.problem() != null && file.seen() != null) {
                    changed(file, text);
                }
            });
        }
        advice.look(files.values());
        return (int) files.values().stream().filter(file -> file.problem() != null).count();
    }

    /** Reports whether a change waits, for busy routes or for permissions, so that {@link #reload} must be called again soon. */
    synchronized boolean isUnfinished() {
        return again;
    }

    /** Replaces the running routes of a file by those of a text. Returns true if the new routes run. */
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
            LOG.warn("{}: a change of a routeConfiguration takes effect at the next start", file.name());
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
            problem(file, text, e, "None of the file's routes run.");
            return false;
        }
        file.problem(null);
        LOG.info("{}: {}{}", file.name(), news(file, old, wasShipped), routes(file));
        return true;
    }

    /** Stops the routes of a file that is gone. Returns true if they have stopped. */
    private boolean removed(RouteFile file) {
        try (RouteRemoval removal = new RouteRemoval(context, sources, batches, file.routes())) {
            if (!drained(file, removal)) {
                return false;
            }
            removal.remove();
            files.remove(file.place().name());
            RouteResource owner = texts.owner(file);
            LOG.info("{}: {}, and its routes have stopped{}", file.name(), owner == null ? "the file was removed"
                : owner.words() + " has its source or route now", removal.sources().isEmpty() ? "" : "; collected lines are delivered");
            return true;
        } catch (Exception e) {
            problem(file, "", e, "Its routes may keep running.");
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
        LOG.warn("{}: the change waits because routes of the file are busy; Caravan tries again", file.name());
        return false;
    }

    /** Looks for mistakes that Camel would not find, and for duplicate ids, where Camel would silently replace another file's route. */
    private RouteText check(RouteFile file, String text) {
        RouteText checked = RouteText.of(text);
        advice.mustKnowParsers(checked);
        KameletParameters.mustExist((ModelCamelContext) context, checked);
        for (RouteFile other : files.values()) {
            if (other != file && other.running() != null) {
                checked.mustDifferFrom(other.running(), other.name());
            }
        }
        return checked;
    }

    /** Starts the routes of a text, all or none of them. */
    private void put(RouteFile file, RouteText text) throws Exception {
        // Camel starts a Kamelet's route before the route that uses it. The source is held meanwhile, because the second one may fail to start.
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
            return wasShipped ? "it was loaded again" : "it was loaded again, because no file of your folder replaces it any more";
        }
        return old == null ? "the new file was loaded" : wasShipped ? "it was loaded, and replaces the file that comes with Caravan"
            : "the change was loaded";
    }

    /** Returns the problems of all files, and of the folder, in one text for the health check; null if there are none. */
    public synchronized @Nullable String problem() {
        advice.look(files.values());
        List<String> now = Stream.of(Stream.ofNullable(folderProblem), files.values().stream().map(RouteFile::problem)
            .filter(Objects::nonNull), advice.problems().stream()).flatMap(p -> p).toList();
        return now.isEmpty() ? null : String.join("; ", now);
    }
}
