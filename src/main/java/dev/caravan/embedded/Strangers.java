package dev.caravan.embedded;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.gaul.shaded.org.eclipse.jetty.io.Connection;

/**
 * Connections on which nobody has named the access key yet. A client that only connects and waits costs memory and a file descriptor. So
 * each such connection is closed after some seconds, and the oldest one if there are too many. Clients that have the key get through
 * whatever others do: they name it in their first bytes. Thread-safe.
 */
final class Strangers implements Connection.Listener {

    private static final int MOST = 200;
    private static final long IDLE_MILLIS = 2_000;
    private static final long KNOWN_IDLE_MILLIS = 30_000;

    private final Set<Connection> waiting = new LinkedHashSet<>();

    @Override
    public void onOpened(Connection connection) {
        connection.getEndPoint().setIdleTimeout(IDLE_MILLIS);
        Connection eldest = null;
        synchronized (waiting) {
            waiting.add(connection);
            if (waiting.size() > MOST) {
                Iterator<Connection> all = waiting.iterator();
                eldest = all.next();
                all.remove();
            }
        }
        if (eldest != null) {
            eldest.getEndPoint().close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        synchronized (waiting) {
            waiting.remove(connection);
        }
    }

    /** Removes a connection: its client has named the key. */
    void isNone(Connection connection) {
        synchronized (waiting) {
            if (!waiting.remove(connection)) {
                return;
            }
        }
        connection.getEndPoint().setIdleTimeout(KNOWN_IDLE_MILLIS);
    }
}
