package dev.caravan.source.command;

import dev.caravan.trust.Program;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecCommandExecutor;
import org.apache.camel.component.exec.ExecException;
import org.apache.camel.component.exec.ExecResult;
import org.apache.commons.exec.CommandLine;
import org.apache.commons.exec.DefaultExecutor;
import org.apache.commons.exec.ExecuteException;
import org.apache.commons.exec.ExecuteWatchdog;
import org.apache.commons.exec.PumpStreamHandler;
import org.jspecify.annotations.Nullable;

/**
 * Runs a command for camel-exec and limits its output: the component's own executor keeps all output in memory. A command that prints more
 * is killed and counts as failed.
 */
final class BoundedExecutor implements ExecCommandExecutor {

    private static final int MAX_STDERR = 16 * 1024;

    private final int maxBytes;

    /** @param maxBytes limit of standard output, in bytes */
    BoundedExecutor(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public ExecResult execute(ExecCommand command) {
        ExecuteWatchdog watchdog = ExecuteWatchdog.builder().setTimeout(Duration.ofMillis(command.getTimeout())).get();
        Bounded out = new Bounded(maxBytes, watchdog);
        Bounded err = new Bounded(MAX_STDERR, null);
        DefaultExecutor executor = DefaultExecutor.builder().setExecuteStreamHandler(new PumpStreamHandler(out, err))
            .get();
        executor.setWatchdog(watchdog);
        if (!command.getExitValues().isEmpty()) {
            executor.setExitValues(command.getExitValues().stream().mapToInt(Integer::intValue).toArray());
        } else {
            executor.setExitValues(null);
        }
        CommandLine line = new CommandLine(command.getExecutable());
        command.getArgs().forEach(arg -> line.addArgument(arg, false));
        try {
            Map<String, String> environment = new HashMap<>(System.getenv());
            environment.put("PATH", Program.path());
            // In other languages, programs print states and headings that no parser knows.
            environment.put("LC_ALL", "C");
            environment.remove("LANGUAGE");
            int exit = executor.execute(line, environment);
            if (out.overflown) {
                throw new IOException("it printed more than " + maxBytes + " bytes");
            }
            return new ExecResult(command, out.in(), err.in(), exit);
        } catch (IOException e) {
            String why = out.overflown ? "it printed more than " + maxBytes + " bytes"
                : watchdog.killedProcess() ? "it took longer than " + command.getTimeout() + " ms"
                : e instanceof ExecuteException ex && ex.getExitValue() != 0 ? "its exit value was " + ex.getExitValue()
                : e.getMessage();
            String said = err.toString(StandardCharsets.UTF_8).strip();
            throw new ExecException(why + (said.isEmpty() ? "" : "; it said: " + said), out.in(), err.in(), -1, e);
        }
    }

    private static final class Bounded extends ByteArrayOutputStream {

        private final int max;
        private final @Nullable ExecuteWatchdog killer;
        private volatile boolean overflown;

        Bounded(int max, @Nullable ExecuteWatchdog killer) {
            this.max = max;
            this.killer = killer;
        }

        @Override
        public synchronized void write(byte[] b, int off, int len) {
            int room = max - count;
            super.write(b, off, Math.min(room, len));
            if (len > room && killer != null && !overflown) {
                overflown = true;
                killer.destroyProcess();
            }
        }

        @Override
        public synchronized void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        synchronized @Nullable ByteArrayInputStream in() {
            // Not a copy, because there may be megabytes.
            return count == 0 ? null : new ByteArrayInputStream(buf, 0, count);
        }
    }

}
