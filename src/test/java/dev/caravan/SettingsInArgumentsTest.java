package dev.caravan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsInArgumentsTest {

    private static final String NAME = "caravan.test.argument";

    @AfterEach
    void forget() {
        System.clearProperty(NAME);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-D%s=a=b c,infer", "infer,-D%s=a=b c", "run,-D%s=a=b c", "-D%s=x,check,-D%s=a=b c"})
    void settingsStandBeforeTheCommandOrDirectlyAfterIt(String arguments) {
        String[] given = arguments.replace("%s", NAME).split(",");
        String[] rest = Caravan.settings((String.join(",", given) + ",--name,X,-Dnot.one=of.ours").split(","));
        String command = List.of(given).stream().filter(argument -> !argument.startsWith("-D")).findFirst().orElseThrow();
        assertArrayEquals(new String[] {command, "--name", "X", "-Dnot.one=of.ours"}, rest);
        assertEquals("a=b c", System.getProperty(NAME));
    }

    @Test
    void settingsAloneAreARun() {
        assertArrayEquals(new String[0], Caravan.settings(new String[] {"-D" + NAME + "=1"}));
        assertArrayEquals(new String[0], Caravan.settings(new String[0]));
    }
}
