package dev.caravan.systemd;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The program {@code systemd-notify}, for machines without native code. Its messages do not come from the service's main process, so systemd
 * accepts them only with {@code NotifyAccess=all}, which the unit has. Thread-safe.
 */
final class NotifyProgram implements Messenger {

    private static final List<Path> PLACES = List.of(Path.of("/usr/bin/systemd-notify"), Path.of("/bin/systemd-notify"));
    private static final int SECONDS = 10;

    private final Path program;

    /** Returns the installed program, or null. */
    static @Nullable NotifyProgram installed() {
        return PLACES.stream().filter(Files::isExecutable).findFirst().map(NotifyProgram::new).orElse(null);
    }

    /** @param program path of the program, which gets the assignments as arguments */
    NotifyProgram(Path program) {
        this.program = program;
    }

    @Override
    public void send(String message) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        message.lines().forEach(command::add);
        Process process = new ProcessBuilder(command).redirectInput(new File("/dev/null")).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " did not end within " + SECONDS + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(program + " was interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new IOException(program + " ended with exit value " + process.exitValue());
        }
    }
}
