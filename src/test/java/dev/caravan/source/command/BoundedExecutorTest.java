package dev.caravan.source.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.trust.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.exec.ExecCommand;
import org.apache.camel.component.exec.ExecException;
import org.apache.camel.component.exec.ExecResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a command may do, and what happens when it does more. */
class BoundedExecutorTest {

    private static ExecResult run(String script, int maxBytes, Duration timeout) {
        return new BoundedExecutor(maxBytes).execute(new ExecCommand("/bin/sh", List.of("-c", script), null,
            timeout.toMillis(), Set.of(0), null, null, false, LoggingLevel.DEBUG));
    }

    private static String fails(String script, int maxBytes, Duration timeout) {
        return assertThrows(ExecException.class, () -> run(script, maxBytes, timeout)).getMessage();
    }

    @Test
    void standardErrorIsKeptApartFromTheOutput() throws IOException {
        ExecResult result = run("echo out; echo err >&2", 1000, Duration.ofSeconds(10));
        assertEquals("out\n", new String(result.getStdout().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals("err\n", new String(result.getStderr().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void anotherExitValueIsAFailureAndWhatItSaidIsInTheMessage() {
        String message = fails("echo half; echo no permission >&2; exit 3", 1000, Duration.ofSeconds(10));
        assertTrue(message.contains("its exit value was 3") && message.contains("no permission"), message);
        assertTrue(!message.contains("half"), message);
    }

    @Test
    @Timeout(10)
    void aCommandThatTakesTooLongIsKilled() {
        assertTrue(fails("exec sleep 60", 1000, Duration.ofMillis(300)).contains("took longer than 300 ms"));
    }

    @Test
    @Timeout(20)
    void aCommandThatPrintsTooMuchIsKilled() {
        assertTrue(fails("while :; do echo 0123456789; done", 1000, Duration.ofSeconds(15)).contains("more than 1000 bytes"));
    }

    @Test
    void exactlyTheBoundIsAllowed() throws IOException {
        assertEquals(10, run("printf 0123456789", 10, Duration.ofSeconds(10)).getStdout().readAllBytes().length);
        assertTrue(fails("printf 0123456789x", 10, Duration.ofSeconds(10)).contains("more than 10 bytes"));
    }

    @Test
    void noOutputIsNoFailure() {
        assertNull(run("true", 10, Duration.ofSeconds(10)).getStdout());
    }

    @Test
    void aCommandSpeaksNoOtherLanguage() throws IOException {
        assertEquals("C-\n", new String(run("echo $LC_ALL-$LANGUAGE", 100, Duration.ofSeconds(10)).getStdout().readAllBytes(),
            StandardCharsets.UTF_8));
    }

    @Test
    void whatAProgramStartsIsNotFoundInTheWorkingDirectoryEither() throws IOException {
        String path = new String(run("echo $PATH", 1000, Duration.ofSeconds(10)).getStdout().readAllBytes(), StandardCharsets.UTF_8)
            .trim();
        assertEquals(Program.path(), path);
        assertFalse((":" + path + ":").matches(".*:([^/].*)?:.*"), path);
    }
}
