package dev.caravan.source.command;

import dev.caravan.config.Catalog;
import dev.caravan.config.ParameterName;
import dev.caravan.config.Units;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.BlockSource;
import dev.caravan.pipeline.OutOfMemory;
import dev.caravan.pipeline.SharedNames;
import dev.caravan.pipeline.SourceStats.Event;
import dev.caravan.state.PollMarker;
import dev.caravan.state.Source;
import dev.caravan.state.Sources;
import dev.caravan.state.FailPoint;
import dev.caravan.trust.Exposed;
import dev.caravan.trust.Program;
import dev.caravan.trust.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.component.exec.ExecBinding;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecCommandExecutor;
import org.apache.camel.component.exec.ExecResult;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The methods that the Kamelet {@code command-source} calls: decides whether a run is due and which program to run, turns its output into a
 * block, and notes failures. Each instance of the Kamelet has its own. Called only by the timer's thread.
 */
public final class CommandRun extends ServiceSupport implements CamelContextAware, ExecCommandExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(CommandRun.class);

    private static final Trust TRUST = Trust.ofProgram();

    private CamelContext camelContext;
    private String sourceName = "";
    private List<String> commands = List.of();
    private long interval;
    private int maxBytes = 8 * 1024 * 1024;
    private @Nullable Source source;
    private @Nullable Program program;
    private Instant started = Instant.EPOCH;
    private long startedAt;
    private boolean ranBefore;
    private String said = "";
    private String leftOut = "";

    /**
     * Reports whether this tick of the timer runs the command. Skips a tick that fell due during the previous run, and ticks while the
     * outbox is full.
     */
    public boolean due() {
        Source s = source();
        s.stats().looks(interval);
        s.polls().ends();
        if (s.polls().isLeftOut()) {
            leaveOut(s);
            return false;
        }
        long now = System.nanoTime();
        if (ranBefore && now - startedAt < interval * 1_000_000 / 2) {
            s.stats().count(Event.RUNS_SKIPPED);
            return false;
        }
        long missed = ranBefore ? (now - startedAt) / (interval * 1_000_000) - 1 : 0;
        if (missed > 0) {
            s.stats().count(Event.RUNS_SKIPPED, missed);
        }
        if (s.isPaused()) {
            s.stats().count(Event.PAUSED);
            return false;
        }
        Set<Exposed> refused = new LinkedHashSet<>();
        Program found = Program.find(commands, Program.path(), TRUST, refused::add);
        if (found == null) {
            noProgram(s, refused);
            return false;
        }
        program = found;
        String left = words(refused);
        if (!left.equals(leftOut)) {
            leftOut = left;
            if (!left.isEmpty()) {
                LOG.warn("{}: {}; Caravan runs {} instead", sourceName, left, found.executable());
            }
        }
        ranBefore = true;
        startedAt = now;
        started = Instant.now();
        s.stats().count(Event.RUNS);
        s.polls().begins();
        return true;
    }

    private void leaveOut(Source s) {
        String problem = "it is left out in this run, because the last two runs ended while its command ran or its output was parsed, killed or"
            + " out of memory. Check what the command prints; restart Caravan to try again";
        if (s.stats().problem("command", problem)) {
            LOG.error("{}: {}.", sourceName, problem);
        }
    }

    private static String words(Set<Exposed> refused) {
        return refused.stream().map(e -> e.path() + " " + e.reason() + ", so Caravan runs no program there (" + e.remedy() + ")")
            .collect(Collectors.joining("; "));
    }

    private void noProgram(Source s, Set<Exposed> refused) {
        String names = String.join(" nor ", commands.stream().map(c -> c.trim().split("\\s+", -1)[0]).toList());
        String problem = (commands.size() > 1 ? "neither " : "no ") + names + " is installed (on Debian: apt install "
            + "net-tools); nothing is collected until it is";
        if (!refused.isEmpty()) {
            problem = words(refused) + "; nothing is collected until then";
        }
        s.stats().following("cannot run " + commands.get(0));
        if (s.stats().problem("command", problem)) {
            LOG.warn("{}: {}", sourceName, problem);
        }
    }

    private Program program() {
        if (program == null) {
            throw new IllegalStateException(sourceName + ": no run was due");
        }
        return program;
    }

    /** Sets the program and its arguments for camel-exec. */
    public void prepare(Exchange exchange) {
        exchange.getMessage().setHeader(ExecBinding.EXEC_COMMAND_EXECUTABLE, program().executable());
        exchange.getMessage().setHeader(ExecBinding.EXEC_COMMAND_ARGS, program().arguments());
    }

    /** Runs the command for camel-exec, with limited output. */
    @Override
    public ExecResult execute(ExecCommand command) {
        return new BoundedExecutor(maxBytes).execute(command);
    }

    /** Returns the output of the command as a block. Logs its standard error. */
    public Block block(Exchange exchange) throws IOException {
        FailPoint.COMMAND_ENDED.reached();
        ExecResult result = exchange.getMessage().getBody(ExecResult.class);
        Source s = source();
        logStderr(result.getStderr());
        byte[] out = result.getStdout() == null ? new byte[0] : result.getStdout().readAllBytes();
        int length = out.length;
        if (length > 0 && out[length - 1] != '\n') {
            out = Arrays.copyOf(out, ++length);
            out[length - 1] = '\n';
        }
        int lines = 0;
        for (byte b : out) {
            lines += b == '\n' ? 1 : 0;
        }
        s.stats().count(Event.LINES_READ, lines);
        s.stats().count(Event.BYTES_READ, length);
        if (s.stats().problem("command", null)) {
            LOG.info("{}: {} works again", sourceName, program().text());
        }
        s.stats().following("running " + program().text());
        return Block.raw(new BlockSource(sourceName, program().text(), 0, started, s.host(), false), new OutputAcknowledger(s.polls()), out, length,
            lines);
    }

    private void logStderr(@Nullable InputStream stderr) throws IOException {
        if (stderr != null) {
            String text = new String(stderr.readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!text.isEmpty() && !text.equals(said)) {
                said = text;
                LOG.info("{}: {} says: {}", sourceName, program().text(), text);
            }
        }
    }

    /** Notes that the command failed: exit value, timeout, or too much output. Its output is not used. */
    public void failed(Exchange exchange) {
        Exception e = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        OutOfMemory.endIf(sourceName, e);
        Source s = source();
        s.polls().ends();
        s.stats().count(Event.RUNS_FAILED);
        String problem = program().text() + " failed: " + (e == null ? "unknown reason" : e.getMessage());
        if (s.stats().problem("command", problem)) {
            LOG.warn("{}: {}. It runs again at the next interval.", sourceName, problem);
        }
    }

    private synchronized Source source() {
        if (source == null) {
            source = CamelContextHelper.mandatoryLookup(camelContext, SharedNames.SOURCES, Sources.class).attach(sourceName, this);
        }
        return source;
    }

    @Override
    protected void doStop() {
        synchronized (this) {
            if (source != null) {
                source.detach(this);
                source = null;
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
        this.sourceName = source;
    }

    /** Sets the command lines, separated by {@code |}. The first one whose program is installed is run. */
    public void setCommand(String command) {
        this.commands = Arrays.stream(command.split("\\|")).map(String::trim).filter(c -> !c.isEmpty()).toList();
        if (commands.isEmpty()) {
            throw new IllegalArgumentException("command-source needs a command");
        }
    }

    /** Sets the time between two runs, in milliseconds or with a unit. */
    public void setInterval(String interval) {
        this.interval = Catalog.COMMAND_INTERVAL.named(ParameterName.of("interval", sourceName), null).read(interval).toMillis();
    }

    /** Checks the longest time of a run, which the endpoint keeps: it would take a wrong value for none. */
    public void setRunTimeout(String runTimeout) {
        Catalog.COMMAND_INTERVAL.named(ParameterName.of("runTimeout", sourceName), null).read(runTimeout);
    }

    /** Checks the exit values of a run that went well, separated by commas, which the endpoint reads at each run. */
    public void setExitValues(String exitValues) {
        if (!exitValues.matches("\\s*[0-9]{1,3}\\s*(,\\s*[0-9]{1,3}\\s*)*")) {
            throw new IllegalArgumentException(ParameterName.of("exitValues", sourceName) + " is \"" + exitValues
                + "\": it must be numbers with commas between them, such as 0,1");
        }
    }

    /** Sets the limit of the output of one run, in bytes or with a unit. */
    public void setMaxBytes(String maxBytes) {
        this.maxBytes = (int) Math.min(Units.bytes(ParameterName.of("maxBytes", sourceName), maxBytes), 1 << 28);
    }
}
