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
 * What is wrong with entries of a source's directories. Each is told once; what lines may be missed by is in the source's health
 * until a look does not find it any more. For one thread.
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

    /** A look at all begins. */
    void begin() {
        found.clear();
    }

    /** Something is as it may be, but a person may wonder. */
    void tell(Path about, String text) {
        found.add(about);
        if (!text.equals(told.put(about, text))) {
            LOG.info("{}: {}", source, text);
        }
    }

    /** Because of this, lines may be missed. */
    void problem(Path about, String text) {
        found.add(about);
        told.put(about, text);
        if (stats.problem(PathText.of(about), text)) {
            LOG.warn("{}: {}.", source, text);
        }
    }

    /** The look has ended: what it has not found is over. */
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
