package dev.caravan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.app.ProgramVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The commands that there are, and what each says of itself. */
class CommandLineTest {

    private static final int LINES_OF_A_SCREEN = 40;

    private static Stream<String> commands() {
        return Caravan.commands().getSubcommands().values().stream().filter(command -> !command.getCommandSpec().usageMessage().hidden())
            .map(CommandLine::getCommandName);
    }

    private static String output(int exit, String... arguments) {
        StringWriter text = new StringWriter();
        CommandLine line = Caravan.commands().setOut(new PrintWriter(text)).setErr(new PrintWriter(text));
        assertEquals(exit, line.execute(arguments), text.toString());
        return text.toString();
    }

    @Test
    void theCommandsAreThese() {
        assertEquals(Set.of("run", "check", "demo", "infer", "schema", "sources", "status", "drain", "parse", "test", "version"),
            Set.copyOf(commands().toList()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theHelpOfEachFitsAScreenAndHasAnExampleAndExitCodes(String command) {
        String help = output(0, command, "--help");
        assertTrue(help.lines().count() <= LINES_OF_A_SCREEN, help);
        assertTrue(help.contains("Example") && help.contains("Exit codes"), help);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version", "--version", "-V"})
    void theVersionIsAOneLineAnswer(String argument) {
        assertEquals("caravan " + ProgramVersion.current(), output(0, argument).strip());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void eachCommandPrintsTheVersion(String command) {
        assertEquals("caravan " + ProgramVersion.current(), output(0, command, "-V").strip());
    }

    @Test
    void aWrongCommandNamesTheRightOne() {
        assertTrue(output(2, "verson").contains("caravan version"));
    }
}
