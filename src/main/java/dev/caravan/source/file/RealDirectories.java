package dev.caravan.source.file;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The directories to which links on the paths of logs have led since the start, and to which they led at the stop. */
final class RealDirectories {

    private static final int MOST_OF_A_LOG = 8;

    private final Map<Path, Set<Path>> directories = new HashMap<>();

    Set<Path> of(Path log) {
        return directories.getOrDefault(log, Set.of());
    }

    /** @param realPath where the log's path leads, as text; null if it is no other place */
    void remember(Path log, @Nullable String realPath) {
        if (realPath != null) {
            Set<Path> known = directories.computeIfAbsent(log, l -> new LinkedHashSet<>());
            known.add(PathText.path(realPath).getParent());
            if (known.size() > MOST_OF_A_LOG) {
                known.remove(known.iterator().next());
            }
        }
    }
}
