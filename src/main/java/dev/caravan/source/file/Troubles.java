package dev.caravan.source.file;

import dev.caravan.pipeline.SourceStats;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The problems of entries of a source's directories. Logs each once; a problem by which lines may be missed stays in the source's health
 * until a listing does not find it any more. Called only by the source's thread.
 */
final class Troubles {

    private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

    private final String source;
    private final SourceStats stats;
    private final Map<Path, String> told = new HashMap<>();
    private final Set<Path> found = new HashSet<>();

    Troubles(String source, SourceStats stats) {
        this.source = source;
        this.stats = stats;
    }

    /** Starts a listing. */
    void begin() {
        found.clear();
    }

    /** Notes something that is allowed but may surprise people. */
    void tell(Path about, String text) {
        found.add(about);
        if (!text.equals(told.put(about, text))) {
            LOG.info("{}: {}", source, text);
        }
    }

    /** Notes something by which lines may be missed. */
    void problem(Path about, String text) {
        found.add(about);
        told.put(about, text);
        if (stats.problem(PathText.of(about), text)) {
            LOG.warn("{}: {}.", source, text);
        }
    }

    /** Ends the listing: problems that it did not find are over. */
    void end() {
        told.keySet().removeIf(about -> {
            boolean over = !found.contains(about);
            if (over) {
                stats.problem(PathText.of(about), null);
            }
            return over;
        });
    }
}
