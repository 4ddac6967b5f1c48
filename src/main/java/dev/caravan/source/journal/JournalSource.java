package dev.caravan.source.journal;

import dev.caravan.config.Catalog;
import dev.caravan.config.ParameterName;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SharedNames;
import dev.caravan.pipeline.SourceStats;
import dev.caravan.source.poll.PollGuard;
import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the Kamelet {@code journal-source}: gives blocks of new records to the {@code journal:} endpoint, and is its poll strategy.
 * Each instance of the Kamelet has its own; a reloaded route creates another one, which continues from the same place.
 */
public final class JournalSource extends PollGuard implements CamelContextAware {

    private static final String ANY = "any";

    private CamelContext camelContext;
    private String source = "";
    private List<String> matches = List.of();
    private Set<String> fields = Set.of();
    private String directory = "";
    private String machine = "";
    private String start = "beginning";
    private int maxLineBytes = 1024 * 1024;
    private @Nullable Source open;
    private @Nullable JournalReader reader;

    /** Creates a source whose parameters follow. */
    public JournalSource() {
        super("its journal");
    }

    /** Returns the next block of records; null if there is none now. */
    @Nullable
    Block next() throws IOException {
        Source s = source();
        if (s.isPaused()) {
            s.stats().count(SourceStats.Event.PAUSED);
            reader().pause();
            return null;
        }
        return reader().next();
    }

    /** Reports whether the last block is in the open batch. */
    boolean isStored() {
        return reader().isStored();
    }

    @Override
    protected boolean isDue() {
        return source().isPaused() || reader().hasWork();
    }

    @Override
    protected boolean isRead() throws IOException {
        return reader().isAtEnd();
    }

    @Override
    protected synchronized Source source() {
        if (open == null) {
            open = CamelContextHelper.mandatoryLookup(camelContext, SharedNames.SOURCES, Sources.class).attach(source, this);
        }
        return open;
    }

    @Override
    protected synchronized @Nullable Source opened() {
        return open;
    }

    @Override
    protected void endPoll() {
        // Output that journalctl prints meanwhile waits in its pipe.
    }

    private synchronized JournalReader reader() {
        if (reader == null) {
            Source s = source();
            reader = new JournalReader(options(s.host()), s.ledger(), s.stats(), OwnRecords.ofProcess());
        }
        return reader;
    }

    /** The parameters as they are set. */
    JournalOptions options(String host) {
        return new JournalOptions(source, host, matches, fields, directory, machine(), "end".equals(start), maxLineBytes);
    }

    /** Returns the machine whose records are taken; empty for all. A directory of journals that a user names may be another machine's. */
    private String machine() {
        if (machine.isEmpty()) {
            return directory.isEmpty() ? ownMachine() : "";
        }
        return machine.equals(ANY) ? "" : machine;
    }

    private static String ownMachine() {
        try {
            return Files.readString(Path.of("/etc/machine-id")).strip();
        } catch (IOException e) {
            // A machine without the file has no journald either.
            return "";
        }
    }

    /** Ends journalctl; the next poll runs it again. */
    synchronized void release() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    @Override
    protected void doStop() {
        synchronized (this) {
            release();
            if (open != null) {
                open.detach(this);
                open = null;
            }
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /** Sets the name of the source. */
    public void setSource(String source) {
        this.source = source;
    }

    /**
     * Sets the matches, {@code NAME=value}, separated by spaces, as journalctl takes them; {@code +} stands for "or". Empty for all
     * records.
     */
    public void setMatches(String value) {
        List<String> words = Arrays.stream(value.strip().split("\\s+")).filter(word -> !word.isEmpty()).toList();
        for (String word : words) {
            // journalctl also takes paths and options here.
            if (!word.matches("\\+|_{0,2}[A-Z][A-Z0-9_]{0,63}=.*")) {
                throw new IllegalArgumentException(ParameterName.of("matches", source) + " has \"" + word
                    + "\": each must be FIELD=value, for example SYSLOG_FACILITY=10, or +");
            }
        }
        this.matches = words;
    }

    /** Sets the names of the journal's fields in a line, separated by commas; {@code *} for all. */
    public void setFields(String value) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : value.split("[,\\s]+", -1)) {
            if (!name.isEmpty() && !name.equals("*") && !name.matches("_{0,2}[A-Z][A-Z0-9_]{0,63}")) {
                throw new IllegalArgumentException(ParameterName.of("fields", source) + " has \"" + name
                    + "\": it must be the name of a field, for example MESSAGE or _UID, or * for all");
            }
            names.add(name);
        }
        names.remove("");
        this.fields = names.contains("*") ? Set.of() : names;
    }

    /** Sets the directory of the journal's files; empty for the system's journal. */
    public void setDirectory(String directory) {
        this.directory = directory;
    }

    /** Sets the id of the machine whose records are taken, or {@code any}; empty for this machine, or for any if a directory is set. */
    public void setMachine(String machine) {
        if (!machine.matches("(any|[0-9a-f]{32})?")) {
            throw new IllegalArgumentException(ParameterName.of("machine", source) + " is \"" + machine
                + "\": it must be any, or a machine's id of 32 hex digits (/etc/machine-id)");
        }
        this.machine = machine;
    }

    /** Sets where the first start begins: {@code beginning} or {@code end}. */
    public void setStart(String start) {
        if (!start.equals("beginning") && !start.equals("end")) {
            throw new IllegalArgumentException(ParameterName.of("start", source) + " is " + start + ": it must be beginning or end");
        }
        this.start = start;
    }

    /** Checks the interval between two polls, which Camel's endpoint keeps: it would take a wrong value for none. */
    public void setPollInterval(String pollInterval) {
        Catalog.POLL_INTERVAL.named(ParameterName.of("pollInterval", source), null).read(pollInterval);
    }

    /** Sets the limit of a line, in bytes or with a unit. */
    public void setMaxLineBytes(String maxLineBytes) {
        this.maxLineBytes = (int) Math.min(Catalog.LINE_BYTES.named(ParameterName.of("maxLineBytes", source), null).read(maxLineBytes), 1 << 28);
    }
}
