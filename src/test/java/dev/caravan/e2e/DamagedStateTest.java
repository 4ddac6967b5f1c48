package dev.caravan.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.app.NotStartedException;
import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.InProcess;
import dev.caravan.testing.LogCapture;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Starts on a damaged state directory. Each case is a folder in {@code src/test/resources/damaged} whose Readme says how it
 * was made and what must happen; its files are put over those that a first run left.
 */
@Tag("slow")
class DamagedStateTest {

    private static final Path CASES = Path.of("src/test/resources/damaged");

    @TempDir
    Path directory;
    private Path logs;
    private S3Server s3;
    private NumberedWriter writer;

    @BeforeEach
    void start() throws IOException {
        logs = Files.createDirectory(directory.resolve("logs"));
        s3 = new S3Server(Files.createDirectory(directory.resolve("s3")));
        writer = new NumberedWriter(logs.resolve("access.log"));
    }

    @AfterEach
    void stop() throws Exception {
        writer.close();
        s3.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "checkpoint-empty            | checkpoint.json is damaged \\(it is empty\\); its copy checkpoint.copy.json is whole and is used",
        "checkpoint-cut              | checkpoint.json is damaged \\(.*\\); its copy checkpoint.copy.json is whole and is used",
        "checkpoint-garbage          | checkpoint.json is damaged \\(.*\\); its copy checkpoint.copy.json is whole and is used",
        "checkpoint-wrong-sum        | checkpoint.json is damaged \\(its checksum is wrong\\); its copy",
        "checkpoint-missing          | checkpoint.json is missing; its copy checkpoint.copy.json is whole and is used",
        "copy-garbage                | checkpoint.copy.json is damaged \\(.*\\); checkpoint.json is whole and is used",
        "outbox-cut                  | 000002.log.gz is damaged \\(.*\\). The first [0-9]+ lines of it are whole and are delivered",
        "outbox-zeros                | 000002.log.gz is damaged \\(.*\\). No line of it can be read",
        "outbox-empty                | 000002.log is damaged \\(it is empty\\). No line of it can be read",
        "stranger-among-open-batches | notes.txt is no batch; it is kept as",
        "instance-garbage            | instance is damaged: keys get a new id"})
    void eachLineComesOnceWithThe(String damage, String message) throws Exception {
        Map<String, String> settings = firstRun();
        overlay(damage);
        writeAndRotate();
        String said = secondRun(settings);
        assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()));
        assertSaid(said, message);
        assertKept(damage, said);
        List<Long> rescued = NumberedWriter.numbers(s3.lines("rescued/"));
        assertEquals("", NumberedWriter.compare(rescued, rescued.size()));
        assertEquals(damage.equals("outbox-cut"), rescued.size() > 500, rescued.size() + " lines rescued");
        for (String key : s3.keys()) {
            assertTrue(s3.raw(key).length > 0, key + " is an empty object");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "both-damaged            | it is not known how far its files were read: .*All its files are read from their beginning",
        "part-without-checkpoint | it is not known how far its files were read: .*checkpoint.json is missing",
        "checkpoint-ahead        | access.log.* and its beginning is unchanged: it was cut"})
    void noLineIsLostWithThe(String damage, String message) throws Exception {
        Map<String, String> settings = firstRun();
        overlay(damage);
        writeAndRotate();
        settings.put("caravan.tail.start", "end");
        String said = secondRun(settings);
        List<Long> numbers = NumberedWriter.numbers(s3.lines("nginx/"));
        assertEquals("", NumberedWriter.compare(numbers.stream().distinct().toList(), writer.written()));
        for (long n = 600; n < writer.written(); n++) {
            long wanted = n;
            assertEquals(1, numbers.stream().filter(x -> x == wanted).count(), "of line " + n + ", which was not sent before");
        }
        assertSaid(said, message);
        assertKept(damage, said);
        assertEquals("", secondRun(settings).lines().filter(l -> l.contains("not known how far")).findAny().orElse(""));
    }

    @ParameterizedTest
    @CsvSource({"newer-version, checkpoint.json", "newer-version-of-the-copy, checkpoint.copy.json"})
    void theStartIsRefusedWithThe(String damage, String file) throws Exception {
        Map<String, String> settings = firstRun();
        Path checkpoint = directory.resolve("state/nginx").resolve(file);
        byte[] good = Files.readAllBytes(checkpoint);
        overlay(damage);
        writeAndRotate();
        List<String> before = tree();
        String message = NotStartedException.explain(assertThrows(RuntimeException.class, () -> new InProcess(settings)));
        assertTrue(message.contains(checkpoint + " is of version 4, this program knows up to 3: run the newer program again"),
            message);
        assertEquals(before, tree());
        Files.write(checkpoint, good);
        secondRun(settings);
        assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(s3.lines("nginx/")), writer.written()));
    }

    @Test
    void everyFolderIsACase() throws Exception {
        List<String> tested = new ArrayList<>();
        for (var method : getClass().getDeclaredMethods()) {
            CsvSource cases = method.getAnnotation(CsvSource.class);
            if (cases != null) {
                Arrays.stream(cases.value()).map(c -> c.split("[ |,]")[0]).forEach(tested::add);
            }
        }
        try (var folders = Files.list(CASES)) {
            assertEquals(tested.stream().sorted().toList(),
                folders.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }

    /** 600 lines in two files are delivered, and Caravan stops. */
    private Map<String, String> firstRun() throws Exception {
        Map<String, String> settings = new TreeMap<>(CaravanProcess.oneLog(logs, s3.endpoint()));
        settings.put("caravan.state-dir", directory.resolve("state").toString());
        writer.write(300);
        try (InProcess caravan = new InProcess(settings)) {
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("nginx/").size() >= 300);
            writer.rotate();
            writer.write(300);
            await().atMost(Duration.ofSeconds(30)).until(() -> s3.lines("nginx/").size() >= 600);
        }
        return settings;
    }

    /** What happens while Caravan is stopped: 200 lines, the first half of which is in a rotated file when it starts. */
    private void writeAndRotate() throws IOException {
        writer.write(100);
        writer.rotate();
        writer.write(100);
    }

    private String secondRun(Map<String, String> settings) throws Exception {
        try (LogCapture log = new LogCapture()) {
            try (InProcess caravan = new InProcess(settings)) {
                writer.write(50);
                await().atMost(Duration.ofSeconds(60)).until(() -> NumberedWriter.numbers(s3.lines("nginx/")).stream()
                    .distinct().count() >= writer.written());
                // What would come twice comes in this time.
                await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
            }
            return log.text();
        }
    }

    private void overlay(String damage) throws IOException {
        Path folder = CASES.resolve(damage);
        for (Path from : files(folder)) {
            Path to = directory.resolve(folder.relativize(from).toString());
            if (from.endsWith("deleted.txt")) {
                for (String name : Files.readAllLines(from)) {
                    Files.delete(directory.resolve(name));
                }
            } else if (Files.exists(to)) {
                // Into the same inode, as damage does it.
                Files.write(to, Files.readAllBytes(from));
            } else if (!from.endsWith("Readme.md")) {
                Files.createDirectories(to.getParent());
                Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void assertSaid(String said, String message) {
        assertEquals(1, said.lines().filter(l -> l.matches(".*" + message + ".*")).count(), message + "\nwas not said once:\n"
            + said);
        assertTrue(!said.contains("\tat "), "a stack trace:\n" + said);
    }

    /** Whatever the damage put into the state directory is kept, and the message names it. */
    private void assertKept(String damage, String said) throws IOException {
        Path state = directory.resolve("state");
        List<Path> kept = Files.exists(state.resolve("damaged")) ? files(state.resolve("damaged")) : List.of();
        int expected = 0;
        for (Path file : files(CASES.resolve(damage))) {
            if (!file.toString().contains("/state/")) {
                continue;
            }
            expected++;
            byte[] bytes = Files.readAllBytes(file);
            assertTrue(kept.stream().anyMatch(k -> k.endsWith(file.getFileName()) && isSame(k, bytes)
                && said.contains(k.toString())), file + " is not kept, or not named: " + kept + "\n" + said);
        }
        assertEquals(expected, kept.size(), "kept: " + kept);
    }

    private static boolean isSame(Path file, byte[] bytes) {
        try {
            return Arrays.equals(Files.readAllBytes(file), bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<String> tree() throws IOException {
        List<String> all = new ArrayList<>();
        for (Path file : files(directory.resolve("state"))) {
            // The lock has the number of the process, and the time of the last start.
            all.add(file + (file.endsWith("lock") ? "" : " " + Files.getLastModifiedTime(file)));
        }
        return all;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
