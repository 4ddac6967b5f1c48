package dev.caravan.source.file;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.util.AntPathMatcher;
import org.jspecify.annotations.Nullable;

/** The files of a directory that are followed, by their names relative to it. Immutable. */
final class Names {

    private final AntPathMatcher matcher = new AntPathMatcher();
    private final Path base;
    private final String pattern;
    private final List<String> excluded;
    private final List<String> hidden;

    /**
     * Creates the selection.
     *
     * @param pattern a name, or an Ant pattern
     * @param exclude Ant patterns of files that are left out, separated by commas
     */
    Names(Path base, String pattern, String exclude) {
        this.base = base;
        this.pattern = pattern;
        this.excluded = exclude.isEmpty() ? List.of() : Stream.of(exclude.split(",")).map(String::trim).toList();
        this.hidden = Stream.of(pattern.split("/")).filter(element -> element.startsWith(".")).toList();
    }

    /** Reports whether a file of this path is followed. */
    boolean areFollowed(Path path) {
        return areFollowed(relative(path));
    }

    /** Reports the same for a name relative to the directory, as {@link PathText#name} returns it. */
    boolean areFollowed(String name) {
        return matcher.match(pattern, name) && excluded.stream().noneMatch(one -> matcher.match(one, name));
    }

    /** Returns the name of a path relative to the directory, for comparisons. */
    String relative(Path path) {
        return PathText.name(base.relativize(path));
    }

    /** Returns the only file that can be followed; null if there may be several. */
    @Nullable
    Path only() {
        return matcher.isPattern(pattern) || !areFollowed(pattern) ? null : PathText.resolve(base, pattern);
    }

    /** Reports whether all files are in the directory itself. */
    boolean isFlat() {
        return !pattern.contains("/");
    }

    /**
     * Reports whether files in a directory of this name may be followed. A name that begins with a dot must be written out in the pattern.
     */
    boolean leadInto(String directory) {
        String name = directory.substring(directory.lastIndexOf('/') + 1);
        return !isFlat() && matcher.matchStart(pattern, directory)
            && (!name.startsWith(".") || hidden.stream().anyMatch(element -> matcher.match(element, name)));
    }
}
