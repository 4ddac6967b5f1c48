package dev.caravan.control;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of the socket, in the running instance. One thread accepts requests, and each request has its own thread, so that none blocks
 * another. If the socket cannot be created, the instance runs without it, and writes the reason to a file.
 */
public final class ControlSocket implements Closeable {

    /** Name of the socket in the state directory. */
    public static final String NAME = "caravan.sock";
    /** Name of the file that says why there is no socket. */
    public static final String MISSING = "caravan.sock.missing";

    private static final Logger LOG = LoggerFactory.getLogger("caravan.control");
    /** Longest path in bytes: {@code sun_path} of unix(7), without its NUL. */
    private static final int LONGEST_PATH = 107;
    private static final int LONGEST_REQUEST = 1024;
    private static final int MOST = 8;
    private static final long REQUEST_SECONDS = 5;

    private final ControlFiles files;
    private final Map<String, ControlCommand> commands;
    private final Map<Thread, SocketChannel> open = new ConcurrentHashMap<>();
    private final Semaphore room = new Semaphore(MOST);
    private final @Nullable ServerSocketChannel server;

    private ControlSocket(ControlFiles files, Map<String, ControlCommand> commands, @Nullable ServerSocketChannel server) {
        this.files = files;
        this.commands = commands;
        this.server = server;
    }

    /**
     * Opens the socket. Removes the socket of an earlier run, so the caller must hold the lock of the directory. Logs a failure.
     *
     * @param state    the state directory
     * @param commands the commands, by the first word of a request
     * @return a server, which does nothing if the socket cannot be created
     */
    public static ControlSocket open(Path state, Map<String, ControlCommand> commands) {
        ControlFiles files = ControlFiles.in(state.toAbsolutePath().normalize());
        ServerSocketChannel server = null;
        try {
            Files.deleteIfExists(files.missing());
            Files.deleteIfExists(files.socket());
            mustBeShort(files.socket());
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(files.socket()), MOST);
            Files.setPosixFilePermissions(files.socket(), PosixFilePermissions.fromString("rw-------"));
            ControlSocket socket = new ControlSocket(files, commands, server);
            ServerSocketChannel open = server;
            socket.start("control", () -> socket.accept(open));
            return socket;
        } catch (IOException | RuntimeException e) {
            close(server);
            missing(files, e);
            return new ControlSocket(files, commands, null);
        }
    }

    private static void mustBeShort(Path socket) throws IOException {
        int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_PATH) {
            throw new IOException("its path has " + length + " bytes, and a socket's may have at most " + LONGEST_PATH
                + "; give Caravan a caravan.state-dir with a shorter path");
        }
    }

    private static void missing(ControlFiles files, Exception e) {
        String reason = e instanceof IOException && e.getMessage() != null ? e.getMessage() : e.toString();
        LOG.warn("caravan status and caravan drain do not work with this instance: the socket {} cannot be created: {}", files.socket(),
            reason);
        try {
            Files.writeString(files.missing(), reason + "\n");
            Files.setPosixFilePermissions(files.missing(), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException | RuntimeException none) {
            LOG.debug("{} cannot be written: {}", files.missing(), none.toString());
        }
    }

    private void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocketChannel server) {
        while (server.isOpen()) {
            try {
                room.acquire();
                SocketChannel client = null;
                try {
                    client = server.accept();
                } finally {
                    if (client == null) {
                        room.release();
                    }
                }
                SocketChannel accepted = client;
                start("control-request", () -> serve(accepted));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // The process may have no descriptor left; a pause avoids a busy loop.
                LOG.debug("the socket", e);
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(SocketChannel client) {
        open.put(Thread.currentThread(), client);
        try (client; BufferedWriter out = new BufferedWriter(Channels.newWriter(client, StandardCharsets.UTF_8))) {
            List<String> words = request(client);
            ControlCommand command = commands.get(words.get(0));
            int exit = 2;
            if (command == null) {
                out.append("the running instance does not know \"" + words.get(0) + "\": is it an older version?\n");
            } else {
                exit = command.answer(words.subList(1, words.size()), new Flushing(out));
            }
            out.append('\0').append(Integer.toString(exit));
        } catch (IOException e) {
            LOG.debug("the client has disconnected: {}", e.toString());
        } catch (InterruptedException e) {
            LOG.debug("a request is not answered, because the instance is stopping");
        } catch (RuntimeException e) {
            LOG.warn("a request cannot be answered: {}", e.toString());
            LOG.debug("a request", e);
        } finally {
            open.remove(Thread.currentThread());
            room.release();
        }
    }

    private static List<String> request(SocketChannel client) throws IOException {
        // A client that sends nothing must not occupy a thread.
        CompletableFuture<Void> late = CompletableFuture.runAsync(() -> close(client),
            CompletableFuture.delayedExecutor(REQUEST_SECONDS, TimeUnit.SECONDS));
        ByteBuffer line = ByteBuffer.allocate(LONGEST_REQUEST);
        while (line.position() == 0 || line.get(line.position() - 1) != '\n') {
            if (client.read(line) <= 0) {
                throw new IOException("it sent no request");
            }
        }
        if (!late.cancel(false)) {
            throw new IOException("its request came too late");
        }
        return Arrays.asList(new String(line.array(), 0, line.position(), StandardCharsets.UTF_8).strip().split(" "));
    }

    private static void close(@Nullable Closeable what) {
        try {
            if (what != null) {
                what.close();
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be closed: {}", what, e.toString());
        }
    }

    /** Ends all requests, and removes the socket. */
    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
            open.forEach((thread, client) -> {
                thread.interrupt();
                close(client);
            });
            Files.deleteIfExists(files.socket());
        }
        Files.deleteIfExists(files.missing());
    }

    /** A writer that sends each piece of an answer at once, so that the client sees the progress of a command. */
    private record Flushing(BufferedWriter out) implements Appendable {

        @Override
        public Appendable append(CharSequence text) throws IOException {
            out.append(text);
            out.flush();
            return this;
        }

        @Override
        public Appendable append(CharSequence text, int start, int end) throws IOException {
            return append(text.subSequence(start, end));
        }

        @Override
        public Appendable append(char c) throws IOException {
            return append(String.valueOf(c));
        }
    }
}
