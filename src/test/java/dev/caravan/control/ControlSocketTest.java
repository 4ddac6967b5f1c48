package dev.caravan.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.LogCapture;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands ask the running instance, whoever else does what with the socket; and a start goes on without one. */
@Timeout(30)
class ControlSocketTest {

    private static final Map<String, ControlCommand> COMMANDS = Map.of("echo", (words, out) -> {
        out.append(String.join("|", words)).append('\n');
        return 7;
    });

    @TempDir
    Path state;

    private String ask(String request, int exit) throws IOException {
        StringBuilder out = new StringBuilder();
        assertEquals(exit, new ControlClient(state).ask(request, out));
        return out.toString();
    }

    private String refusal() {
        return assertThrows(ControlClient.NoAnswer.class, () -> ask("echo", 0)).getMessage();
    }

    @Test
    void answersWithTextAndAnExitValueAndIsForItsOwnerAlone() throws Exception {
        try (ControlSocket socket = ControlSocket.open(state, COMMANDS)) {
            assertEquals("a|b\n", ask("echo a b", 7));
            assertEquals("the running instance does not know \"drain\": is it an older version?\n", ask("drain", 2));
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("caravan.sock"))));
        }
        assertFalse(Files.exists(state.resolve("caravan.sock")));
        assertEquals("no instance runs with the state directory " + state, refusal());
    }

    @Test
    void whatSteersATerminalIsNotHandedOn() throws Exception {
        try (ControlSocket socket = ControlSocket.open(state, Map.of("evil", (words, out) -> {
            out.append("a\033[2Jb\n");
            return 0;
        }))) {
            assertEquals("a?[2Jb\n", ask("evil", 0));
        }
    }

    @Test
    void oneThatAKilledInstanceLeftIsNamedAndReplaced() throws Exception {
        SocketChannel.open(StandardProtocolFamily.UNIX).close();
        try (var left = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(state.resolve("caravan.sock")));
        }
        assertTrue(refusal().contains("the last one was killed"), refusal());
        try (ControlSocket socket = ControlSocket.open(state, COMMANDS)) {
            assertEquals("a\n", ask("echo a", 7));
        }
    }

    @Test
    void clientsThatSayNothingDoNotKeepOthersAway() throws Exception {
        List<SocketChannel> silent = new ArrayList<>();
        try (ControlSocket socket = ControlSocket.open(state, COMMANDS)) {
            for (int i = 0; i < 8; i++) {
                silent.add(SocketChannel.open(UnixDomainSocketAddress.of(state.resolve("caravan.sock"))));
            }
            assertEquals("a\n", ask("echo a", 7));
        } finally {
            for (SocketChannel each : silent) {
                each.close();
            }
        }
    }

    @Test
    void aRequestWithoutEndIsRefused() throws Exception {
        try (ControlSocket socket = ControlSocket.open(state, COMMANDS);
            SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(state.resolve("caravan.sock")))) {
            client.write(ByteBuffer.wrap("x".repeat(1024).getBytes()));
            assertEquals(-1, client.read(ByteBuffer.allocate(10)));
        }
    }

    @Test
    void whereThereCanBeNoneTheStartGoesOnAndTheReasonIsKept() throws Exception {
        state = Files.createDirectories(state.resolve("x".repeat(60)).resolve("y".repeat(60)));
        Files.writeString(state.resolve("lock"), ProcessHandle.current().pid() + "\n");
        try (LogCapture log = new LogCapture(); ControlSocket socket = ControlSocket.open(state, COMMANDS)) {
            assertTrue(log.text().contains("a socket's may have at most 107"), log.text());
            assertTrue(refusal().matches("(?s).*has no socket: its path has \\d+ bytes, and a socket's may have at most 107;"
                + " give Caravan a caravan.state-dir with a shorter path"), refusal());
        }
        assertFalse(Files.exists(state.resolve("caravan.sock.missing")));
    }

    @Test
    void aDirectoryThatIsNotThereIsNamed() {
        state = state.resolve("none");
        assertTrue(refusal().startsWith("there is no state directory " + state), refusal());
    }
}
