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

/** The client of the socket, for commands. */
public final class ControlClient {

    /** All locks of files, by proc(5); the sixth column is device and inode. */
    private static final Path LOCKS = Path.of("/proc/locks");

    private final Path state;
    private final ControlFiles files;

    /** @param state the state directory of the instance */
    public ControlClient(Path state) {
        this.state = state.toAbsolutePath().normalize();
        this.files = ControlFiles.in(this.state);
    }

    /** No instance answers. The message says why, and what to do. */
    public static final class NoAnswer extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean running;

        NoAnswer(String message, boolean running) {
            super(message);
            this.running = running;
        }

        /** Reports whether an instance seems to run nevertheless. */
        public boolean isRunning() {
            return running;
        }
    }

    /**
     * Sends a request, and appends the answer piece by piece as it arrives.
     *
     * @param request words separated by spaces
     * @param out     receives the answer, without characters that control a terminal
     * @return the exit value of the command
     * @throws NoAnswer    if no instance answers
     * @throws IOException if the answer cannot be written
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
                throw new NoAnswer("the instance ended before it answered; start it, and try again", false);
            }
            return Integer.parseInt(exit.toString());
        }
    }

    private static int read(Reader answer, char[] piece) {
        try {
            return answer.read(piece);
        } catch (IOException e) {
            // The instance was killed. The caller notices the missing exit value.
            return -1;
        }
    }

    private SocketChannel connect() throws IOException {
        // Only reading attributes tells a missing path from a forbidden one.
        try {
            Files.readAttributes(files.socket(), "unix:mode");
        } catch (AccessDeniedException e) {
            throw new NoAnswer("the state directory " + state + " cannot be entered: run this as root, or as the user that runs"
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
                : new NoAnswer("the socket " + files.socket() + " cannot be written: run this as root, or as the user that runs"
                    + " Caravan", true);
        }
    }

    private NoAnswer missing() throws IOException {
        if (!Files.isDirectory(state)) {
            return new NoAnswer("there is no state directory " + state + ": give the instance's directory with --state-dir, or run this"
                + " in the directory of its application.properties", false);
        }
        String pid = Files.isReadable(state.resolve("lock")) ? Files.readString(state.resolve("lock")).strip() : "";
        boolean running = isLocked(pid);
        if (Files.isReadable(files.missing())) {
            return new NoAnswer("the instance with the state directory " + state + " cannot answer, because it has no socket: "
                + Files.readString(files.missing()).strip(), running);
        }
        return new NoAnswer(running ? "process " + pid + ", which has the state directory " + state + ", does not answer: it is still"
            + " starting, or is an older version" : "no instance runs with the state directory " + state, running);
    }

    /** Reports whether a process holds the lock. Does not try to take the lock, because that could make the start of an instance fail. */
    private boolean isLocked(String pid) {
        try {
            String inode = ":" + Files.getAttribute(state.resolve("lock"), "unix:ino") + " ";
            return Files.readString(LOCKS).lines().anyMatch(line -> line.contains(inode));
        } catch (IOException | RuntimeException e) {
            return pid.matches("[0-9]{1,10}") && ProcessHandle.of(Long.parseLong(pid)).isPresent();
        }
    }
}
