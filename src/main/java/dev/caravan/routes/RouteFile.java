package dev.caravan.routes;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A route file: its running routes, and the result of loading its latest text. Called only under the lock of {@link RouteFiles}. */
final class RouteFile {

    private RouteResource place;
    private boolean runsAsShipped;
    private final Set<String> routes = new LinkedHashSet<>();
    private @Nullable RouteText running;
    private @Nullable String seen;
    private @Nullable String problem;

    /** @param place its present place */
    RouteFile(RouteResource place) {
        this.place = place;
    }

    /** Returns its present place. */
    RouteResource place() {
        return place;
    }

    /** Sets the place after a change: in the user's folder, or in the jar again. */
    void place(RouteResource now) {
        place = now;
    }

    /** Returns the name for messages. */
    String name() {
        return place.words();
    }

    /** Reports whether the running text is the one that comes with Caravan. */
    boolean runsAsShipped() {
        return running != null && runsAsShipped;
    }

    /** Reports whether its name, without folders, matches. */
    boolean isIn(Predicate<Path> names) {
        return names.test(Path.of(place.name()));
    }

    /** Returns the text whose routes run; null if none do. */
    @Nullable
    RouteText running() {
        return running;
    }

    void running(@Nullable RouteText text) {
        running = text;
        runsAsShipped = place.isShipped();
        if (text == null) {
            routes.clear();
        }
    }

    /** Reports whether the running routes are those of this text. */
    boolean isRunning(String text) {
        return running != null && running.toString().equals(text);
    }

    /** Returns the ids of its routes and of the Kamelets' routes that belong to them. */
    Set<String> routes() {
        return routes;
    }

    /** Returns the text that was tried last, whether it runs or not; null if there is none, or if it must be tried again. */
    @Nullable
    String seen() {
        return seen;
    }

    void seen(@Nullable String text) {
        seen = text;
    }

    /** Returns what is wrong with the file; null if nothing is. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Sets what is wrong with the file, or null. Returns true if that has changed. */
    boolean problem(@Nullable String text) {
        boolean news = !java.util.Objects.equals(problem, text);
        problem = text;
        return news;
    }
}
