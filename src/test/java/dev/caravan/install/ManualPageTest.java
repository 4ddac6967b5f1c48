package dev.caravan.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.Caravan;
import dev.caravan.ManualPage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The page of the manual, and the completion, have all commands and options that the program has. */
class ManualPageTest {

    @TempDir
    Path directory;

    private String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new java.io.File("/dev/null")).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + ": " + said;
    }

    @Test
    void allCommandsAndOptionsAreInBoth() throws Exception {
        ManualPage.main(new String[] {directory.toString()});
        byte[] packed = Files.readAllBytes(directory.resolve("man/caravan.1.gz"));
        String page = new String(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes(), StandardCharsets.UTF_8);
        Path completion = directory.resolve("completions/caravan.bash");
        String bash = Files.readString(completion);
        new CommandLine(Caravan.class).getSubcommands().forEach((name, command) -> {
            boolean hidden = command.getCommandSpec().usageMessage().hidden();
            assertEquals(!hidden, page.contains(".SS caravan " + name.replace("-", "\\-") + "\n"), name);
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (!hidden) {
                    assertEquals(!option.hidden(), page.contains(option.longestName().replace("-", "\\-")), option.longestName());
                    assertEquals(!option.hidden(), bash.contains(option.longestName()), option.longestName());
                }
            }
        });
        assertFalse(page.contains("${") || page.contains("@|"), page);
        if (Files.isExecutable(Path.of("/bin/bash"))) {
            assertEquals("0: ", run("/bin/bash", "-n", completion.toString()));
            assertEquals("0: drain\n", run("/bin/bash", "-c", "source " + completion
                + "; COMP_WORDS=(caravan dr); COMP_CWORD=1; COMP_LINE='caravan dr';"
                + " _complete_caravan; echo ${COMPREPLY[@]}"));
        }
        if (Files.isExecutable(Path.of("/usr/bin/groff"))) {
            Path plain = Files.writeString(directory.resolve("caravan.1"), page);
            assertEquals("0: ", run("/usr/bin/groff", "-z", "-ww", "-man", "-Kutf8", "-Tutf8", plain.toString()));
        }
    }
}
