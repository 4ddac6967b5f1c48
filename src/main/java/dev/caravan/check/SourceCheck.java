package dev.caravan.check;

import dev.caravan.dryrun.LineBlocks;
import dev.caravan.dryrun.RouteTrial;
import dev.caravan.dryrun.TrialException;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.SideOutput;
import dev.caravan.routes.RouteSource;
import dev.caravan.trust.ClosedDirectory;
import dev.caravan.trust.Exposed;
import dev.caravan.trust.Program;
import dev.caravan.trust.Trust;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.util.AntPathMatcher;

/** Whether a source finds something to collect, may read it, and understands its first lines. */
final class SourceCheck {

    private static final int SAMPLE_BYTES = 64 * 1024;
    private static final int MOST_SAMPLES = 3;
    private static final int MOST_FILES = 10_000;
    private static final int DEEPEST = 16;
    private static final long COMMAND_SECONDS = 20;

    private final RouteSource source;
    private final String subject;
    private final CheckReport report;

    SourceCheck(RouteSource source, CheckReport report) {
        this.source = source;
        this.subject = source.name();
        this.report = report;
    }

    void run() {
        Path copy = null;
        try {
            Path file = Files.createTempDirectory("caravan-check").resolve(source.file() == null ? source.name() + ".yaml"
                : source.file().getFileName().toString());
            copy = file;
            // Of the two inputs that a source may have, the route that is tried must be that of the journal.
            Map<String, String> settings = source.journal() == null ? Map.of() : Map.of("caravan.source." + source.name() + ".input", "journal");
            try (RouteTrial trial = new RouteTrial(Files.writeString(file, source.yaml()), settings)) {
                String command = source.command();
                if (source.journal() != null) {
                    new JournalCheck(source, source.journal(), report).run((name, lines) -> trial(trial, name, lines));
                } else if (command != null) {
                    command(trial, command);
                } else {
                    files(trial);
                }
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(file.getParent());
            }
        } catch (TrialException e) {
            if (String.valueOf(e.getMessage()).contains("cannot be tried")) {
                report.note(subject, "its files were not looked at: " + e.getMessage());
            } else {
                String mistake = String.valueOf(e.getMessage());
                // The copy that was tried has a name that nobody knows.
                report.fail(subject, "the route does not work: " + (copy == null || source.file() == null ? mistake
                    : mistake.replace(copy.toString(), source.file().toString())));
            }
        } catch (IOException e) {
            report.fail(subject, "it cannot be tried: " + e.getMessage());
        }
    }

    private void files(RouteTrial trial) {
        Path directory = source.directory().startsWith("file:") ? Path.of(URI.create(source.directory()))
            : Path.of(source.directory()).toAbsolutePath().normalize();
        String what = directory + "/" + source.fileName();
        Path barrier = ClosedDirectory.on(directory);
        if (barrier != null || !source.fileName().matches(".*[*?].*") && ClosedDirectory.hides(directory.resolve(source.fileName()))) {
            report.fail(subject, barrier == null ? ClosedDirectory.hidden(what) : ClosedDirectory.problem(barrier.toString()));
            return;
        }
        if (!Files.exists(directory)) {
            report.note(subject, what + ": there is no such directory; it is waited for");
            return;
        }
        List<Path> found = new ArrayList<>();
        AntPathMatcher matcher = new AntPathMatcher();
        List<String> excluded = Arrays.stream(source.exclude().split(",")).map(String::strip).filter(one -> !one.isEmpty()).toList();
        try (Stream<Path> all = Files.find(directory, source.fileName().contains("/") ? DEEPEST : 1, (path, about) -> about.isRegularFile() || about
            .isSymbolicLink())) {
            all.limit(MOST_FILES).filter(path -> {
                String name = directory.relativize(path).toString();
                return matcher.match(source.fileName(), name) && excluded.stream().noneMatch(one -> matcher.match(one, name));
            }).sorted().forEach(found::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            report.fail(subject, directory + " cannot be listed by this user (" + e.getMessage() + ")" + remedy());
            return;
        }
        if (found.isEmpty()) {
            report.note(subject, what + ": there is no such file; it is waited for");
            return;
        }
        List<Path> closed = found.stream().filter(path -> !Files.isReadable(path)).toList();
        if (!closed.isEmpty()) {
            report.fail(subject, closed.get(0) + (closed.size() > 1 ? " and " + (closed.size() - 1) + " more" : "")
                + " cannot be read by the user " + System.getProperty("user.name") + remedy());
        }
        List<Path> open = found.stream().filter(Files::isReadable).toList();
        if (!open.isEmpty()) {
            samples(trial, open);
        }
    }

    private static String remedy() {
        return ": let it read the logs (on Debian: add it to the group adm)";
    }

    private void samples(RouteTrial trial, List<Path> files) {
        long bytes = files.stream().mapToLong(path -> path.toFile().length()).sum();
        long lines = 0;
        long refused = 0;
        String example = "";
        for (Path file : files.subList(0, Math.min(MOST_SAMPLES, files.size()))) {
            try (InputStream in = Files.newInputStream(file)) {
                Trialled sample = trial(trial, file.toString(), whole(in.readNBytes(SAMPLE_BYTES)));
                lines += sample.lines();
                refused += sample.refused();
                example = sample.refused() > 0 && example.isEmpty() ? file.toString() : example;
            } catch (IOException e) {
                report.fail(subject, file + " cannot be read: " + e.getMessage());
            }
        }
        String found = files.size() + (files.size() == 1 ? " file, " : " files, ") + bytes + " bytes; ";
        told(found, lines, refused, example);
    }

    private void told(String found, long lines, long refused, String example) {
        if (refused == 0) {
            report.ok(subject, found + (lines == 0 ? "no lines yet" : "the first " + lines + " lines are understood"));
        } else {
            String text = found + refused + " of the first " + lines + " lines are not understood, and go to unparsed/" + (source.file() == null
                ? ", such as some of " + example : "; see: caravan parse --route " + source.file() + " " + example);
            if (refused * 2 > lines) {
                report.fail(subject, text);
            } else {
                report.note(subject, text);
            }
        }
    }

    private static byte[] whole(byte[] sample) {
        int end = sample.length;
        while (end > 0 && sample[end - 1] != '\n') {
            end--;
        }
        return sample.length < SAMPLE_BYTES || end == 0 ? sample : Arrays.copyOf(sample, end);
    }

    /** What came of lines: how many there were, and how many of them the parser refused. */
    record Trialled(long lines, long refused) {
    }

    private static Trialled trial(RouteTrial trial, String name, byte[] bytes) throws IOException {
        LineBlocks blocks = new LineBlocks(new ByteArrayInputStream(bytes), LineBlocks.origin(name, Instant.now(), "localhost"));
        long lines = 0;
        long refused = 0;
        for (Block block = blocks.next(); block != null; block = blocks.next()) {
            lines += block.lines();
            Block result = trial.run(block);
            refused += result.sections().stream().filter(section -> section.output().equals(result.unparsedOutput()))
                .mapToInt(SideOutput::lines).sum();
        }
        return new Trialled(lines, refused);
    }

    private void command(RouteTrial trial, String command) throws IOException {
        List<Exposed> refused = new ArrayList<>();
        Program program = Program.find(Arrays.stream(command.split("\\|")).map(String::strip).toList(),
            System.getenv().getOrDefault("PATH", ""), Trust.ofProgram(), refused::add);
        refused.forEach(one -> report.note(subject, one.path() + " " + one.reason() + ", so it is not run (" + one.remedy() + ")"));
        if (program == null) {
            report.fail(subject, "no program of \"" + command + "\" is installed");
            return;
        }
        List<String> words = new ArrayList<>(List.of(program.executable()));
        words.addAll(program.arguments());
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        process.onExit().orTimeout(COMMAND_SECONDS, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
        byte[] out;
        try (InputStream in = process.getInputStream()) {
            out = in.readNBytes(SAMPLE_BYTES);
        } finally {
            process.destroyForcibly();
        }
        Trialled sample = trial(trial, program.text(), whole(out));
        if (sample.lines() == 0) {
            report.note(subject, program.text() + " printed nothing");
        } else {
            told(program.text() + " was run once; ", sample.lines(), sample.refused(), "-");
        }
    }
}
