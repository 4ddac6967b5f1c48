package dev.caravan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettingsInArgumentsTest {

    private static final String NAME = "caravan.test.argument";

    @AfterEach
    void forget() {
        System.clearProperty(NAME);
    }

    @Test
    void settingsMayStandBehindTheJarAndBeforeTheCommand() {
        String[] rest = Caravan.settings(new String[] {"-D" + NAME + "=a=b c", "infer", "-Dnot.one=of.ours", "--name", "X"});
        assertArrayEquals(new String[] {"infer", "-Dnot.one=of.ours", "--name", "X"}, rest);
        assertEquals("a=b c", System.getProperty(NAME));
        assertArrayEquals(new String[0], Caravan.settings(new String[0]));
    }
}
