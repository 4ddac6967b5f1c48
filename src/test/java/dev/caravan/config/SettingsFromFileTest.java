package dev.caravan.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsFromFileTest {

    @TempDir
    Path directory;

    private SettingsFile file(String text) throws Exception {
        return file(text.getBytes(StandardCharsets.UTF_8));
    }

    private SettingsFile file(byte[] bytes) throws Exception {
        Files.write(directory.resolve(SettingsFile.NAME), bytes);
        return SettingsFile.find(directory, directory.resolve("etc"));
    }

    private static Given given(SettingsFile file, Map<String, String> environment, String... system) {
        Properties properties = new Properties();
        for (int i = 0; i < system.length; i += 2) {
            properties.setProperty(system[i], system[i + 1]);
        }
        return new Given(new Properties(), properties, environment, file);
    }

    private static List<String> errors(Given given) {
        return assertThrows(InvalidSettingsException.class, () -> Settings.read(given, () -> RouteSettings.NONE)).errors();
    }

    @Test
    void allThatIsWrongIsToldAtOnceEachWithItsPlace() throws Exception {
        SettingsFile file = file("""
            # a comment that seems to go on \\
            caravan.batch.interval = soon
            caravan.tail.poll-interval 5
            caravan.batch.\\
              max-bytes = 0
            caravan.batch.intervall=60s
            caravan.batch.max-bytes = 0KiB
            """);
        String path = file.path().toString();
        List<String> errors = errors(given(file, Map.of("CARAVAN_TIMEZONE", "Mars"), "caravan.host", "web1 "));
        assertEquals(List.of(
            "caravan.host is \"web1 \": it has a space at its beginning or end; leave it out",
            path + ", line 7: caravan.batch.max-bytes is \"0KiB\": it must be at least 1B",
            path + ", line 2: caravan.batch.interval is \"soon\": it must be a duration, like 60s or 500ms",
            path + ", line 3: caravan.tail.poll-interval is \"5\": it must be at least 10ms",
            "CARAVAN_TIMEZONE in the environment: caravan.timezone is \"Mars\": it must be a zone, like Europe/Berlin, UTC or +02:00",
            path + ", line 6: caravan.batch.intervall is not a setting; did you mean caravan.batch.interval?"), errors);
    }

    @ParameterizedTest
    @CsvSource({"UTF-8", "UTF-16LE", "UTF-16BE"})
    void aByteOrderMarkHidesNothing(String charset) throws Exception {
        SettingsFile file = file("\uFEFFcaravan.host = bär\n".getBytes(Charset.forName(charset)));
        assertEquals("bär", given(file, Map.of()).value(Catalog.HOST));
        assertEquals(1, file.lineOf("caravan.host"));
    }

    @Test
    void aFileOfBeforeInLatin1IsReadAsItWas() throws Exception {
        assertEquals("bär", given(file("caravan.host=bär".getBytes(StandardCharsets.ISO_8859_1)), Map.of()).value(Catalog.HOST));
    }

    @Test
    void theCommandLineComesBeforeTheEnvironmentBeforeTheFileAndABlankValueIsNone() throws Exception {
        SettingsFile file = file("caravan.key=k\ncaravan.host=h\ncaravan.bucket=b\ncaravan.batch.interval=\n");
        Given given = given(file, Map.of("CARAVAN_HOST", "eh", "CARAVAN_KEY", "ek", "CARAVAN_BUCKET", " "), "caravan.key", "sk");
        assertEquals("sk", given.value(Catalog.KEY));
        assertEquals("eh", given.value(Catalog.HOST));
        assertEquals("b", given.value(Catalog.BUCKET));
        assertEquals("PT1M", given.value(Catalog.BATCH_INTERVAL).toString());
    }

    @Test
    void aVariableThatIsNoneIsAWarning() throws Exception {
        Settings settings = Settings.read(given(SettingsFile.none(), Map.of("CARAVAN_BATCH_INTERVALL", "60s", "CARAVAN_LAUNCHED", "1",
            "CARAVAN_TRUST_DIRECTORY", "/", "CARAVAN_JAVA_OPTS", "", "CARAVAN_NETSTAT_INTERVAL", "90s")), () -> RouteSettings.NONE);
        assertEquals(List.of(
            "CARAVAN_BATCH_INTERVALL in the environment is not a setting, and is ignored; did you mean CARAVAN_BATCH_INTERVAL?",
            "CARAVAN_NETSTAT_INTERVAL in the environment: caravan.netstat.interval is called caravan.source.netstat.interval now: it still"
                + " works, but write the new name"), settings.warnings());
        assertEquals("90s", settings.texts().get("caravan.source.netstat.interval"));
    }

    @Test
    void theServicesFileIsUsedWhereThereIsNoneHere() throws Exception {
        assertNull(SettingsFile.find(directory, directory.resolve("etc")).path());
        Path etc = Files.createDirectory(directory.resolve("etc")).resolve(SettingsFile.NAME);
        Files.writeString(etc, "caravan.host = etc");
        assertEquals(etc, SettingsFile.find(directory, directory.resolve("etc")).path());
        assertEquals(directory.resolve(SettingsFile.NAME), file("caravan.host = here").path());
    }

    @Test
    void aFileThatIsNotReadableSaysWhereAndWhy() throws Exception {
        Exception e = assertThrows(IllegalArgumentException.class, () -> file("caravan.state-dir = C:\\users\\caravan"));
        assertTrue(e.getMessage().contains(SettingsFile.NAME) && e.getMessage().contains("\\\\"), e.getMessage());
    }

    @Test
    void aNameThatARouteFileThatCannotBeReadMayHaveIsAWarning() throws Exception {
        Given given = given(file("caravan.source.mine.enabled=true"), Map.of());
        assertEquals(1, Settings.read(given, () -> new RouteSettings(Map.of(), false)).warnings().size());
        assertTrue(errors(given).get(0).contains("caravan.source.mine.enabled is not a setting, and no route file has it"));
    }

    @Test
    void camelsNamesWithAndWithoutDashesAreTheSame() throws Exception {
        Given given = given(file("camel.main.routesReloadDirectory = mine"), Map.of());
        assertEquals("mine", given.ofCamel(Catalog.ROUTES_DIRECTORY.name()));
        assertNull(given.ofCamel().getProperty(Catalog.ROUTES_DIRECTORY.name()));
        assertEquals("caravan", given.ofCamel().getProperty("camel.main.name"));
    }
}
