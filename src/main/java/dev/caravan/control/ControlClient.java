package dev.caravan.control;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A command's end of the socket. */
public final class ControlClient {

    /** All locks of files, of proc(5): its sixth column is device and inode. */
    private static final Path LOCKS = Path.of("/proc/locks");

    private final Path state;
    private final ControlFiles files;

    /** @param state the state directory of the instance that is asked */
    public ControlClient(Path state) {
        this.state = state.toAbsolutePath().normalize();
        this.files = ControlFiles.in(this.state);
    }

    /** The instance cannot be asked; the message says why, and what to do. */
    public static final class NoAnswer extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean running;

        NoAnswer(String message, boolean running) {
            super(message);
            this.running = running;
        }

        /** Whether there seems to be an instance all the same. */
        public boolean isRunning() {
            return running;
        }
    }

    /**
     * Asks, and hands the answer on as it comes.
     *
     * @param request words separated by spaces
     * @param out     takes the answer, without characters that steer a terminal
     * @return the exit value of the command
     * @throws NoAnswer    no instance answers
     * @throws IOException the answer cannot be written
     */
    public int ask(String request, Appendable out) throws IOException {
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8)));
            Reader answer = new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8);
            char[] piece = new char[8192];
            StringBuilder exit = null;
            for (int n = read(answer, piece); n >= 0; n = read(answer, piece)) {
                StringBuilder text = new StringBuilder(n);
                for (int i = 0; i < n; i++) {
                    if (exit != null) {
                        exit.append(piece[i]);
                    } else if (piece[i] == 0) {
                        exit = new StringBuilder();
                    } else {
                        text.append(Character.isISOControl(piece[i]) && piece[i] != '\n' ? '?' : piece[i]);
                    }
                }
                out.append(text);
            }
            if (exit == null) {
                throw new NoAnswer("the instance ended before it had answered", false);
            }
            return Integer.parseInt(exit.toString());
        }
    }

    private static int read(Reader answer, char[] piece) {
        try {
            return answer.read(piece);
        } catch (IOException e) {
            // The instance was killed: no exit value has come.
            return -1;
        }
    }

    private SocketChannel connect() throws IOException {
        // Whether a path is missing or hidden is seen here alone.
        try {
            Files.readAttributes(files.socket(), "unix:mode");
        } catch (AccessDeniedException e) {
            throw new NoAnswer("the state directory " + state + " may not be entered: run this as root, or as the user that runs"
                + " Caravan", true);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            if (!Files.exists(files.socket())) {
                throw missing();
            }
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(files.socket()));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw Files.isWritable(files.socket())
                ? new NoAnswer("no instance runs with the state directory " + state + " (the last one was killed)", false)
                : new NoAnswer("the socket " + files.socket() + " may not be written: run this as root, or as the user that runs"
                    + " Caravan", true);
        }
    }

    private NoAnswer missing() throws IOException {
        if (!Files.isDirectory(state)) {
            return new NoAnswer("there is no state directory " + state + ": name that of the instance with --state-dir, or run"
                + " this where its application.properties is", false);
        }
        String pid = Files.isReadable(state.resolve("lock")) ? Files.readString(state.resolve("lock")).strip() : "";
        boolean running = isLocked(pid);
        if (Files.isReadable(files.missing())) {
            return new NoAnswer("the instance with the state directory " + state + " has no socket to be asked by: "
                + Files.readString(files.missing()).strip(), running);
        }
        return new NoAnswer(running ? "process " + pid + ", which has the state directory " + state + ", cannot be asked: it is just"
            + " starting, or an older version" : "no instance runs with the state directory " + state, running);
    }

    /** Whether a process holds the lock. To try it would keep an instance from starting in that very moment. */
    private boolean isLocked(String pid) {
        try {
            String inode = ":" + Files.getAttribute(state.resolve("lock"), "unix:ino") + " ";
            return Files.readString(LOCKS).lines().anyMatch(line -> line.contains(inode));
        } catch (IOException | RuntimeException e) {
            return pid.matches("[0-9]{1,10}") && ProcessHandle.of(Long.parseLong(pid)).isPresent();
        }
    }
}
