package dev.caravan.routes;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One route file: what of it runs, and what was made of its present text. Used by one thread at a time. */
final class RouteFile {

    private RouteResource place;
    private boolean runsAsShipped;
    private final Set<String> routes = new LinkedHashSet<>();
    private @Nullable RouteText running;
    private @Nullable String seen;
    private @Nullable String problem;

    /** @param place where it lies now */
    RouteFile(RouteResource place) {
        this.place = place;
    }

    /** Where it lies now. */
    RouteResource place() {
        return place;
    }

    /** It lies somewhere else: in the user's folder, or in the jar again. */
    void place(RouteResource now) {
        place = now;
    }

    /** The name for a person. */
    String name() {
        return place.words();
    }

    /** Whether what runs is as it comes with Caravan. */
    boolean runsAsShipped() {
        return running != null && runsAsShipped;
    }

    /** Whether its name, without folders, is one of these. */
    boolean isIn(Predicate<Path> names) {
        return names.test(Path.of(place.name()));
    }

    /** The text whose routes run, or null when none do. */
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

    /** Whether the routes of this very text run. */
    boolean isRunning(String text) {
        return running != null && running.toString().equals(text);
    }

    /** Ids of its routes and of those that Kamelets have made for them. */
    Set<String> routes() {
        return routes;
    }

    /** The text that was tried last, whether it runs or not; null for none, or when it is to be tried again. */
    @Nullable
    String seen() {
        return seen;
    }

    void seen(@Nullable String text) {
        seen = text;
    }

    /** What is wrong with it, in words; null when nothing is. */
    @Nullable
    String problem() {
        return problem;
    }

    /** Notes what is wrong. Returns whether that is news. */
    boolean problem(@Nullable String text) {
        boolean news = !java.util.Objects.equals(problem, text);
        problem = text;
        return news;
    }
}
