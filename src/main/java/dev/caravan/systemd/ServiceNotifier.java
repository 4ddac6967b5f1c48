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
 * Tells systemd that the service is ready, alive, or stopping. It says that it is alive twice in each {@code WATCHDOG_USEC}, from one
 * thread; when that stays away, systemd starts the service again. A source that is stuck, or a bucket that is not to be reached, is no
 * reason to start again, so {@code alive} must not ask for these. Thread safe.
 */
public final class ServiceNotifier {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceNotifier.class);
    /** Environment: the socket of systemd, only where it wants to be told. */
    private static final String SOCKET = "NOTIFY_SOCKET";

    private final Messenger messenger;
    private final long watchdogMicros;
    private final Supplier<String> alive;
    private boolean failing;
    private @Nullable String said;

    /**
     * For the process's environment, as systemd makes it.
     *
     * @param environment with {@code NOTIFY_SOCKET}
     * @param process     number of this process: the watchdog may be meant for another one
     * @param alive       says why the program must be started again, in words; null while it need not
     * @return null where nothing can be sent, which is logged
     */
    public static @Nullable ServiceNotifier of(Map<String, String> environment, long process, Supplier<String> alive) {
        String socket = environment.get(SOCKET);
        Messenger messenger = socket == null ? null : messenger(socket);
        return messenger == null ? null : new ServiceNotifier(messenger, watchdogMicros(environment, process), alive);
    }

    /** @param watchdogMicros how long systemd waits for a sign of life; 0: for ever */
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

    /** {@code WATCHDOG_USEC}, unless {@code WATCHDOG_PID} names another process; 0 where there is none. */
    static long watchdogMicros(Map<String, String> environment, long process) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "0");
        String only = environment.get("WATCHDOG_PID");
        boolean ours = only == null || only.equals(String.valueOf(process));
        return ours && micros.matches("[0-9]{1,18}") ? Long.parseLong(micros) : 0;
    }

    /** The service does its work from now on. Begins to show that it is alive; to be called once. */
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

    /** The service is about to end. */
    public void stopping() {
        send("STOPPING=1");
    }

    private void showLife() {
        String problem = problem();
        if (problem == null) {
            send("WATCHDOG=1");
        } else if (!problem.equals(said)) {
            LOG.error("Caravan does not report to systemd that it is alive, so systemd starts it again: {}", problem);
        }
        said = problem;
    }

    private String problem() {
        try {
            return alive.get();
        } catch (RuntimeException | LinkageError e) {
            return "what is asked for it fails: " + e;
        }
    }

    private synchronized void send(String message) {
        try {
            messenger.send(message);
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("systemd was not told {}: {}", message, e.getMessage());
            }
            failing = true;
        }
    }
}
