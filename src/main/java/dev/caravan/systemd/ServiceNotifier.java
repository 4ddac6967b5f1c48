package dev.caravan.systemd;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notifications to systemd that the service is ready, alive or stopping. One thread reports twice per {@code WATCHDOG_USEC} that the service
 * is alive; without these reports systemd restarts the service. A stuck source or an unreachable bucket is no reason for a restart, so
 * {@code alive} must not check them. Thread-safe.
 */
public final class ServiceNotifier {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceNotifier.class);
    /** The variable of the environment with systemd's socket; only set if systemd expects notifications. */
    private static final String SOCKET = "NOTIFY_SOCKET";

    private final Messenger messenger;
    private final long watchdogMicros;
    private final Supplier<String> alive;
    private boolean failing;
    private @Nullable String said;

    /**
     * Returns the notifier for an environment.
     *
     * @param environment the environment of the process
     * @param process     id of this process, because the watchdog may be meant for another one
     * @param alive       returns why the program must be restarted, in words, or null
     * @return null if systemd expects no notifications, or if none can be sent, which is logged
     */
    public static @Nullable ServiceNotifier of(Map<String, String> environment, long process, Supplier<String> alive) {
        String socket = environment.get(SOCKET);
        Messenger messenger = socket == null ? null : messenger(socket);
        return messenger == null ? null : new ServiceNotifier(messenger, watchdogMicros(environment, process), alive);
    }

    /** @param watchdogMicros how long systemd waits for a report, in microseconds; 0 for ever */
    ServiceNotifier(Messenger messenger, long watchdogMicros, Supplier<String> alive) {
        this.messenger = messenger;
        this.watchdogMicros = watchdogMicros;
        this.alive = alive;
    }

    private static @Nullable Messenger messenger(String socket) {
        try {
            return new NotifySocket(socket);
        } catch (LinkageError e) {
            NotifyProgram program = NotifyProgram.installed();
            if (program == null) {
                LOG.warn("Caravan cannot tell systemd that it is ready: there is neither native code ({}) nor systemd-notify. Put"
                    + " Type=exec and WatchdogSec=0 into the unit (systemctl edit caravan)", e.toString());
            }
            return program;
        } catch (IllegalArgumentException e) {
            LOG.warn("Caravan cannot tell systemd that it is ready: {}. Put Type=exec and WatchdogSec=0 into the unit"
                + " (systemctl edit caravan)", e.getMessage());
            return null;
        }
    }

    /** Returns {@code WATCHDOG_USEC}; 0 if it is not set, or if {@code WATCHDOG_PID} names another process. */
    static long watchdogMicros(Map<String, String> environment, long process) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "0");
        String only = environment.get("WATCHDOG_PID");
        boolean ours = only == null || only.equals(String.valueOf(process));
        return ours && micros.matches("[0-9]{1,18}") ? Long.parseLong(micros) : 0;
    }

    /** Reports that the service is ready, and starts the reports that it is alive. Must be called once. */
    public void ready() {
        send("READY=1");
        if (watchdogMicros > 0) {
            ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "watchdog");
                thread.setDaemon(true);
                return thread;
            });
            Future<?> unused = timer.scheduleAtFixedRate(this::showLife, watchdogMicros / 2, watchdogMicros / 2, TimeUnit.MICROSECONDS);
        }
    }

    /** Reports that the service is stopping. */
    public void stopping() {
        send("STOPPING=1");
    }

    private void showLife() {
        String problem = problem();
        if (problem == null) {
            send("WATCHDOG=1");
        } else if (!problem.equals(said)) {
            LOG.error("Caravan does not report to systemd that it is alive, so systemd restarts it: {}", problem);
        }
        said = problem;
    }

    private String problem() {
        try {
            return alive.get();
        } catch (RuntimeException | LinkageError e) {
            return "the liveness checks fail: " + e;
        }
    }

    private synchronized void send(String message) {
        try {
            messenger.send(message);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("Caravan cannot send {} to systemd: {}", message, e.getMessage());
            }
            failing = true;
        }
    }
}
