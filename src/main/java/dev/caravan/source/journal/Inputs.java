package dev.caravan.source.journal;

import dev.caravan.pipeline.SystemJournal;
import dev.caravan.state.Ledger;
import dev.caravan.state.Looks;
import dev.caravan.state.Sources;
import dev.caravan.state.UnwritableException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a source reads a log or the journal if both may have the same messages: never both, because equal messages cannot be
 * recognised. The bean {@code inputs}; the preconditions of the source's two routes call it. The decision of the first start is kept in the
 * state. The settings of the source are {@code directory}, {@code file} and {@code journal-directory}. Thread-safe.
 */
public final class Inputs {

    private static final Logger LOG = LoggerFactory.getLogger(Inputs.class);

    private static final String FILE = "file";
    private static final String JOURNAL = "journal";
    private static final String AUTO = "auto";

    private final @Nullable Sources sources;
    private final @Nullable UnaryOperator<String> settings;
    private final Map<String, String> decided = new HashMap<>();

    /**
     * Creates the bean.
     *
     * @param sources  keep the decisions; null to look only at this machine, as at a first start
     * @param settings returns the value of a setting, or its default; null for a trial, which reads the file unless the journal is wanted
     */
    public Inputs(@Nullable Sources sources, @Nullable UnaryOperator<String> settings) {
        this.sources = sources;
        this.settings = settings;
    }

    /**
     * Reports whether a source reads its file; false if the source is off.
     *
     * @param wanted {@code auto}, {@code file} or {@code journal}
     */
    public boolean takesFile(String source, boolean enabled, String wanted) {
        return enabled && decide(source, wanted).equals(FILE);
    }

    /** Reports whether a source reads the journal; false if the source is off. */
    public boolean takesJournal(String source, boolean enabled, String wanted) {
        return enabled && decide(source, wanted).equals(JOURNAL);
    }

    /** Decides once per process, because both routes must get the same answer. */
    private synchronized String decide(String source, String wanted) {
        return decided.computeIfAbsent(source, s -> sources != null ? decide(s, wanted, sources.get(s).ledger())
            : !wanted.equals(AUTO) ? wanted : settings == null || isThere(s) || !isThereAJournal(s) ? FILE : JOURNAL);
    }

    private boolean isThere(String source) {
        Path log = log(source);
        return log == null || isThere(log);
    }

    private String decide(String source, String wanted, Ledger ledger) {
        Looks looks = ledger.looks();
        String before = looks.input() == null && !ledger.positions().isEmpty() ? FILE : looks.input();
        if (!wanted.equals(AUTO)) {
            if (before != null && !wanted.equals(before)) {
                LOG.warn("{}: caravan.source.{}.input is {}, and so far the source read the {}: records that are in both are shipped again, unless"
                    + " caravan.tail.start is end", source, source, wanted, before);
            }
            return keep(ledger, wanted);
        }
        Path log = log(source);
        boolean there = isThere(source);
        if (before != null) {
            if (before.equals(JOURNAL) && there) {
                LOG.info("{}: reads the journal, as at its first start; {} is not read. caravan.source.{}.input = file changes that", source,
                    log, source);
            }
            return keep(ledger, before);
        }
        if (!there && !isThereAJournal(source)) {
            // The next start sees which of them comes first; meanwhile the file's route waits.
            return FILE;
        }
        if (there) {
            LOG.info("{}: reads {}, which exists, not the journal; later starts do the same, unless caravan.source.{}.input says otherwise",
                source, log == null ? "its files" : log, source);
        } else {
            LOG.info("{}: reads the journal, because {} does not exist; later starts do the same, unless caravan.source.{}.input says otherwise",
                source, log, source);
        }
        return keep(ledger, there ? FILE : JOURNAL);
    }

    private static String keep(Ledger ledger, String input) {
        ledger.looks().input(input);
        try {
            ledger.save();
        } catch (UnwritableException e) {
            // The first batch writes the choice; whoever collects reports the problem.
            LOG.debug("the choice is not kept yet", e);
        }
        return input;
    }

    /** Returns the log; null if a pattern stands for several, which is the user's choice. */
    private @Nullable Path log(String source) {
        String file = setting(source, "file");
        try {
            return file.matches(".*[*?].*") ? null : Path.of(setting(source, "directory"), file);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** Reports whether the log exists, or a file rotated from it: a rotation may be under way. */
    private static boolean isThere(Path log) {
        if (Files.exists(log)) {
            return true;
        }
        String name = log.getFileName().toString();
        try (DirectoryStream<Path> rotated = Files.newDirectoryStream(log.getParent(), e -> e.getFileName().toString().startsWith(name + "."))) {
            return rotated.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isThereAJournal(String source) {
        String directory = setting(source, "journal-directory");
        return directory.isEmpty() ? SystemJournal.isThere() : SystemJournal.hasFiles(Path.of(directory));
    }

    private String setting(String source, String name) {
        String value = settings == null ? null : settings.apply("caravan.source." + source + "." + name);
        return value == null || value.isBlank() ? "" : value;
    }
}
