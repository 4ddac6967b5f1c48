package dev.caravan.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP relay between Caravan and the S3 server that can fail in the ways a network does. */
public final class Relay implements AutoCloseable {

    /** How it behaves. */
    public enum Mode {
        /** Passes everything on. */
        PASS,
        /** Closes each connection as it comes. */
        DOWN,
        /** Passes the request on, and breaks the connection when the answer comes: the object is stored, unbeknownst. */
        BREAK_AFTER_STORING,
        /** Takes the connection and never answers. */
        SILENT,
        /** Passes each piece on after a pause. */
        SLOW
    }

    private final ServerSocket server;
    private final int target;
    private final ExecutorService workers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger broken = new AtomicInteger();
    private volatile Mode mode = Mode.PASS;

    /** @param target port on 127.0.0.1 */
    public Relay(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        workers.execute(this::accept);
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Changes the behaviour; connections that are open are closed. */
    public void mode(Mode mode) {
        this.mode = mode;
        open.forEach(Relay::close);
    }

    /** How many connections were closed before an answer, made to hang or broken after storing. */
    public int broken() {
        return broken.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                workers.execute(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        Mode now = mode;
        if (now == Mode.DOWN) {
            broken.incrementAndGet();
            close(client);
            return;
        }
        if (now == Mode.SILENT) {
            broken.incrementAndGet();
            return;
        }
        try {
            Socket upstream = new Socket();
            upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            open.add(upstream);
            workers.execute(() -> copy(client, upstream, now, false));
            copy(upstream, client, now, true);
        } catch (IOException e) {
            close(client);
        }
    }

    private void copy(Socket from, Socket to, Mode how, boolean answers) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (how == Mode.BREAK_AFTER_STORING && answers && !isContinue(buffer, n)) {
                    broken.incrementAndGet();
                    break;
                }
                if (how == Mode.SLOW) {
                    java.util.concurrent.locks.LockSupport.parkNanos(200_000_000);
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // One of the two has gone.
        }
        close(from);
        close(to);
    }

    private static boolean isContinue(byte[] bytes, int n) {
        return n >= 12 && new String(bytes, 9, 3, java.nio.charset.StandardCharsets.US_ASCII).equals("100");
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // It is closed.
        }
        open.forEach(Relay::close);
        workers.shutdownNow();
    }
}
