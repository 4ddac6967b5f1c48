package dev.caravan.install;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.install.Image.FileInImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is in the image that jib makes: {@code mvn verify -Pdeb,image}. It has the package's files and the Dockerfile's configuration. */
@Tag("image")
class ImageIT {

    private static final Path TARGET = Path.of("target");
    /** What dpkg does not unpack in Debian's slim images. */
    private static final Pattern NOT_IN_SLIM = Pattern.compile("usr/share/(man|lintian)(/.*)?|usr/share/doc/caravan/(changelog\\.gz|install\\.md)");
    private static final Pattern SECRET_FILE = Pattern.compile("etc/caravan/(http-token|credentials|environment)|.*\\.(pem|key|jks|p12)");
    private static final Pattern SECRET = Pattern.compile("(AKIA|ASIA)[0-9A-Z]{16}|BEGIN [A-Z ]*PRIVATE KEY");
    private static final Pattern VARIABLE = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|(\\S+))");

    private static Image image;
    private static Map<String, FileInImage> files;
    private static JsonNode config;

    @BeforeAll
    static void read() throws IOException {
        image = Image.read(TARGET.resolve("caravan-image.tar"));
        files = image.files();
        config = image.config().get("config");
    }

    @Test
    void itHasTheFilesOfThePackageAndNoOthers() throws IOException {
        Map<String, FileInImage> expected = new TreeMap<>();
        Image.ofPackage(thePackage()).forEach((path, file) -> {
            if (!NOT_IN_SLIM.matcher(path).matches()) {
                expected.put(path, file);
            }
        });
        assertTrue(expected.size() > 50, expected.keySet().toString());
        byte[] none = {};
        expected.put("var", new FileInImage(0755, "0:0", "directory", none));
        expected.put("var/lib", new FileInImage(0755, "0:0", "directory", none));
        expected.put("var/lib/caravan", new FileInImage(0700, "0:0", "directory", none));
        assertEquals(described(expected), described(files));
        expected.forEach((path, file) -> assertArrayEquals(file.content(), files.get(path).content(), path));
    }

    @Test
    void theProgramIsWhereTheEntrypointAndTheLauncherLookForIt() throws IOException {
        assertEquals("755 0:0 file", described(files).get("usr/bin/caravan"));
        assertArrayEquals(Files.readAllBytes(Path.of("src/main/launcher/caravan")), files.get("usr/bin/caravan").content());
        assertEquals("644 0:0 file", described(files).get("usr/share/caravan/caravan.jar"));
        assertArrayEquals(Files.readAllBytes(TARGET.resolve("caravan.jar")), files.get("usr/share/caravan/caravan.jar").content());
        assertEquals("755 0:0 directory", described(files).get("etc/caravan/routes"));
        assertEquals("640 0:0 file", described(files).get("etc/caravan/application.properties"));
        assertEquals(List.of("usr/share/caravan/caravan.jar"), files.keySet().stream().filter(path -> path.matches(".*\\.(jar|class)")).toList());
    }

    @Test
    void nobodyButRootCanChangeIt() {
        List<String> wrong = new ArrayList<>();
        files.forEach((path, file) -> {
            if ((file.mode() & 07022) != 0 || !file.owner().equals("0:0") || file.kind().equals("other")) {
                wrong.add(path);
            }
        });
        assertEquals(List.of(), wrong);
    }

    @Test
    void itHasNoSecrets() {
        List<String> wrong = new ArrayList<>();
        files.forEach((path, file) -> {
            String text = path.endsWith(".jar") ? "" : new String(file.content(), StandardCharsets.UTF_8);
            if (SECRET_FILE.matcher(path).matches() || SECRET.matcher(text).find()) {
                wrong.add(path);
            }
        });
        assertEquals(List.of(), wrong);
        String settings = new String(files.get("etc/caravan/application.properties").content(), StandardCharsets.UTF_8);
        assertEquals(List.of("caravan.state-dir = /var/lib/caravan"), settings.lines().filter(line -> !line.isBlank() && !line.startsWith("#"))
            .toList());
    }

    @Test
    void itIsConfiguredAsTheDockerfileSays() throws IOException {
        Map<String, String> dockerfile = dockerfile();
        // jib has no health check and no signal: whoever adds another instruction must add it to the profile.
        assertEquals(Set.of("ARG", "FROM", "COPY", "RUN", "ENV", "USER", "WORKDIR", "VOLUME", "HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT"),
            dockerfile.keySet());
        assertEquals("10001:10001", config.get("User").asText());
        assertEquals(dockerfile.get("USER"), config.get("User").asText());
        assertEquals(dockerfile.get("WORKDIR"), config.get("WorkingDir").asText());
        assertEquals(Set.of(dockerfile.get("VOLUME")), names(config.get("Volumes")));
        assertEquals(dockerfile.get("ENTRYPOINT"), config.get("Entrypoint").toString());
        assertEquals(0, config.path("Cmd").size(), config.toString());
        assertEquals("SIGTERM", dockerfile.get("STOPSIGNAL"));
        Set<String> variables = new TreeSet<>();
        for (Matcher found = VARIABLE.matcher(dockerfile.get("ENV")); found.find();) {
            variables.add(found.group(1) + "=" + (found.group(2) == null ? found.group(3) : found.group(2)));
        }
        assertEquals(2, variables.size(), variables.toString());
        Set<String> set = new TreeSet<>();
        config.get("Env").forEach(variable -> set.add(variable.asText()));
        assertTrue(set.containsAll(variables), set.toString());
        assumeFalse(image.base(), "variables, labels and ports may be those of the base: mvn -Pdeb,image -Djib.from.image=scratch verify");
        assertEquals(variables, set);
        assertEquals(Set.of(), names(config.path("Labels")));
        assertEquals(Set.of(), names(config.path("ExposedPorts")));
    }

    @Test
    void itsTimeIsThatOfTheSources() throws IOException {
        Matcher time = Pattern.compile("<project.build.outputTimestamp>(.*?)<").matcher(Files.readString(Path.of("pom.xml")));
        assertTrue(time.find());
        assertEquals(time.group(1), image.config().get("created").asText());
    }

    private static Path thePackage() throws IOException {
        try (Stream<Path> all = Files.list(TARGET)) {
            return all.filter(path -> path.getFileName().toString().matches("caravan_.*_all\\.deb")).findFirst().orElseThrow();
        }
    }

    private static Map<String, String> described(Map<String, FileInImage> files) {
        Map<String, String> described = new TreeMap<>();
        files.forEach((path, file) -> described.put(path, Integer.toOctalString(file.mode()) + " " + file.owner() + " " + file.kind()));
        return described;
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The instructions of the Dockerfile; each is there once. */
    private static Map<String, String> dockerfile() throws IOException {
        Map<String, String> instructions = new TreeMap<>();
        String text = Files.readString(Path.of("src/main/container/Dockerfile")).replaceAll("(?m)^\\s*#.*\\n", "").replace("\\\n", " ");
        Arrays.stream(text.split("\n")).filter(line -> !line.isBlank()).map(line -> line.split(" ", 2)).forEach(words -> {
            assertEquals(null, instructions.put(words[0], words[1].strip()), words[0]);
        });
        return instructions;
    }
}
