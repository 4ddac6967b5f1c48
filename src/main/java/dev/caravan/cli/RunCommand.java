package dev.caravan.cli;

import dev.caravan.app.NotStartedException;
import dev.caravan.app.Shipper;
import dev.caravan.app.StopHook;
import dev.caravan.pipeline.OutOfMemory;
import dev.caravan.systemd.ServiceListener;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caravan run}: ships logs until it is stopped. The same as no command. */
@Command(name = RunCommand.NAME, sortOptions = false,
    description = "Ships logs until it is stopped. The same as no command. -Dname=value sets a setting.",
    footer = {"", "Example: caravan run -Dcaravan.bucket=my-security-logs",
        "Exit codes: 1 the start failed; 2 settings or usage are wrong; 3 out of memory; 143 stopped by SIGTERM."})
public final class RunCommand implements Callable<Integer> {

    /** The name of the command on the command line. */
    public static final String NAME = "run";

    @Mixin
    private HelpOptions help;

    @Override
    public Integer call() {
        return ship();
    }

    /** Runs the shipper until it is stopped, and returns the exit value: 1 if it cannot start, 2 if settings are wrong. */
    public static int ship() {
        Logger log = LoggerFactory.getLogger("caravan");
        OutOfMemory.watchThreads();
        StopHook hook = StopHook.install();
        try (Shipper shipper = new Shipper(null)) {
            if (System.getenv("NOTIFY_SOCKET") != null) {
                shipper.main().addMainListener(new ServiceListener());
            }
            shipper.main().run();
            return shipper.main().getExitCode();
        } catch (Exception e) {
            NotStartedException.explain(e).lines().forEach(line -> log.error("{}", line));
            log.debug("", e);
            return NotStartedException.exitValue(e);
        } finally {
            hook.close();
        }
    }
}
