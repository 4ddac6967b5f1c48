package dev.caravan.check;

import dev.caravan.systemd.ServiceUnit;
import dev.caravan.trust.Program;
import dev.caravan.trust.Trust;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@code caravan check} once more as the user of the service, where root has started it: root may read what that user may not. What the
 * unit in effect says is kept to: user, groups, capabilities, directory, environment, credentials. Its name spaces ({@code PrivateTmp} and the
 * like) are not.
 */
public final class AsService {

    /** Name of the unit. */
    public static final String UNIT = "caravan.service";
    /** Option with which it is told that it runs so, and how; a sentence follows. */
    public static final String RAN = "--as-service";
    /** Option with what is wrong with the unit; a sentence follows. */
    public static final String PROBLEM = "--service-problem";

    private final Path root;
    private final List<Path> own;

    /**
     * @param root of the file system, where units are looked for
     * @param own  what a unit of this Caravan starts: its launcher, or its jar
     */
    AsService(Path root, List<Path> own) {
        this.root = root;
        this.own = own;
    }

    /** For the program that is running. */
    public static AsService ofProgram() {
        CodeSource source = AsService.class.getProtectionDomain().getCodeSource();
        try {
            Path jar = source == null ? Path.of("/") : Path.of(source.getLocation().toURI()).toRealPath();
            return new AsService(Path.of("/"), List.of(jar, jar.resolveSibling("caravan"), jar.resolve("../../../bin/caravan").normalize()));
        } catch (IOException | URISyntaxException | IllegalArgumentException e) {
            return new AsService(Path.of("/"), List.of());
        }
    }

    /**
     * What came of it.
     *
     * @param exit  of the other process, which has printed all; -1 where there was none
     * @param stays why there was none, in a sentence; empty where nothing is to be said
     */
    public record Outcome(int exit, String stays) {

        private static Outcome stays(String why) {
            return new Outcome(-1, why);
        }
    }

    /**
     * Runs it, where this process is root's and there is a unit for another user.
     *
     * @param arguments of {@code check}
     */
    public Outcome run(List<String> arguments) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Outcome.stays("");
        }
        try {
            ServiceUnit unit = unit();
            if (unit == null) {
                return Outcome.stays("there is no unit " + UNIT + " on this machine, so all was checked as root: another user may be allowed less");
            }
            List<String> command = command(unit, arguments);
            if (command.isEmpty()) {
                return Outcome.stays(UNIT + " starts another Caravan (" + String.join(" ", unit.command()) + "), so this one was checked as root:"
                    + " another user may be allowed less");
            }
            if (unit.user().matches("|root|0")) {
                return Outcome.stays(UNIT + " runs as root, and so did this check (" + unit.from() + ")");
            }
            return run(unit, command);
        } catch (IOException e) {
            return Outcome.stays("all was checked as root, not as the user of " + UNIT + ", who may be allowed less: " + e.getMessage());
        }
    }

    private Outcome run(ServiceUnit unit, List<String> command) throws IOException {
        Program setpriv = Program.find(List.of("setpriv"), Program.path(), Trust.ofProgram(), exposed -> {});
        if (setpriv == null) {
            throw new IOException("setpriv is not installed (package util-linux)");
        }
        ServiceAccount account = ServiceAccount.of(unit);
        List<String> words = new ArrayList<>(List.of(setpriv.executable()));
        words.addAll(account.options());
        words.add("--");
        List<String> trial = new ArrayList<>(words);
        trial.add("true");
        ServiceAccount.run(trial.toArray(String[]::new));
        try (ServiceEnvironment environment = new ServiceEnvironment(unit, UNIT, account)) {
            words.addAll(command);
            words.addAll(List.of(RAN, "checked as " + account.text() + ", as " + UNIT + " runs (" + unit.from() + ")"));
            environment.problems().forEach(problem -> words.addAll(List.of(PROBLEM, problem)));
            String directory = unit.directory().equals("~") ? account.home() : unit.directory();
            ProcessBuilder builder = new ProcessBuilder(words).inheritIO().directory(Path.of(directory.isEmpty() ? "/" : directory).toFile());
            builder.environment().clear();
            builder.environment().putAll(environment.variables());
            return new Outcome(builder.start().waitFor(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** The unit in effect; null where there is none. */
    @Nullable
    ServiceUnit unit() throws IOException {
        if (Files.isDirectory(root.resolve("run/systemd/system"))) {
            return ServiceUnit.ofSystemctl(ServiceAccount.run("systemctl", "show", "-p", ServiceUnit.PROPERTIES, UNIT));
        }
        return ServiceUnit.ofFiles(root, UNIT);
    }

    /** The unit's command with {@code check} in the place of {@code run}, and settings of this process; empty where it starts another program. */
    List<String> command(ServiceUnit unit, List<String> arguments) {
        if (unit.command().stream().noneMatch(this::isOwn)) {
            return List.of();
        }
        List<String> command = new ArrayList<>(unit.command());
        command.remove("run");
        System.getProperties().stringPropertyNames().stream().filter(name -> name.matches("(caravan|camel|javax\\.net\\.ssl)\\..*")).sorted()
            .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        command.add("check");
        command.addAll(arguments);
        return command;
    }

    private boolean isOwn(String word) {
        try {
            return word.startsWith("/") && own.contains(Path.of(word).toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
