package dev.caravan;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import dev.caravan.pipeline.NativeFunctions;
import dev.caravan.trust.Exposed;
import dev.caravan.trust.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The replacement of a plain {@code java -jar caravan.jar} by the launcher, which gives Java a small heap and the archive of classes: a jar
 * cannot ask for either. {@code execve(2)} keeps the process id, so a parent process or a supervisor notices nothing. Settings stay the same.
 *
 * <p>The launcher runs only if it is in its place, and if Java was given no options that the launcher's might contradict.
 */
final class Relaunch {

    /** A variable of the environment that the launcher has set, so that the program does not start the launcher again. */
    static final String LAUNCHED = "CARAVAN_LAUNCHED";

    /** Variables of the environment that give options to Java. */
    private static final List<String> ELSEWHERE = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final String JAR = "caravan.jar";
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;

    /**
     * The command that replaces this process.
     *
     * @param launcher  absolute path
     * @param jar       absolute path, links resolved
     * @param options   Java's options, each {@code -Dname=value}
     * @param arguments those after the jar
     */
    record Start(Path launcher, Path jar, List<String> options, List<String> arguments) {
    }

    private Relaunch() {
    }

    /**
     * The reason why the launcher does not replace this process.
     *
     * @param reason       a clause for the log
     * @param needsTelling true if the user should do something about it
     */
    record Stay(String reason, boolean needsTelling) {
    }

    /** Replaces this process by the launcher; returns only if it does not. Must be called before the program opens files or starts threads. */
    static Stay attempt() {
        try {
            if (System.getenv(LAUNCHED) != null) {
                return new Stay("the launcher started it", false);
            }
            // ISO 8859-1 maps each byte to one character, so arguments in any encoding are passed on unchanged.
            String line = Files.readString(COMMAND_LINE, StandardCharsets.ISO_8859_1);
            Start start = of(Arrays.asList(line.split("\0", -1)), System.getenv());
            if (start == null) {
                return new Stay("Java was given options, or the jar has no launcher", false);
            }
            Exposed exposed = exposed(start);
            return exposed != null ? new Stay("the launcher " + start.launcher() + " is not used, for " + exposed, true)
                : new Stay(replace(start), false);
        } catch (IOException | RuntimeException | LinkageError e) {
            return new Stay("the launcher cannot be started: " + e, false);
        }
    }

    /**
     * Returns what replaces a command.
     *
     * @param command     the program and its arguments, and an empty string at the end
     * @param environment the environment of the process
     * @return null if the process must not be replaced
     * @throws IOException if the jar cannot be found
     */
    static @Nullable Start of(List<String> command, Map<String, String> environment) throws IOException {
        int jar = command.indexOf("-jar") + 1;
        if (jar == 0 || jar + 1 >= command.size()
            || ELSEWHERE.stream().anyMatch(environment::containsKey)) {
            return null;
        }
        List<String> options = command.subList(1, jar - 1);
        Path path = Path.of(command.get(jar)).toRealPath();
        Path launcher = launcherOf(path);
        // The launcher starts a jar of this name only, and its shell splits the options at spaces and expands patterns.
        return options.stream().allMatch(o -> o.matches("-D[^\\s*?\\[]+")) && path.endsWith(JAR)
            && Files.isRegularFile(launcher) && Files.isExecutable(launcher)
                ? new Start(launcher, path, options, command.subList(jar + 1, command.size() - 1)) : null;
    }

    /** Returns the launcher's place: beside the jar, or, in packages, bin/caravan for share/caravan/caravan.jar. */
    private static Path launcherOf(Path jar) {
        Path beside = jar.resolveSibling("caravan");
        return jar.endsWith(Path.of("share", "caravan", JAR)) && !Files.isRegularFile(beside)
            ? jar.resolve("../../../bin/caravan").normalize() : beside;
    }

    /** Returns how somebody who cannot change the jar can change the launcher; null if nobody can. */
    static @Nullable Exposed exposed(Start start) throws IOException {
        return Trust.ofProcess().withOwnerOf(start.jar()).exposed(start.launcher());
    }

    private static String replace(Start start) {
        NativeFunctions.bind(Functions.class, "c");
        List<String> options = new ArrayList<>(start.options());
        String own = System.getenv("CARAVAN_JAVA_OPTS");
        if (own != null) {
            options.add(own);
        }
        set("CARAVAN_JAVA_OPTS", String.join(" ", options));
        set("JAVA_HOME", System.getProperty("java.home"));
        set(LAUNCHED, "1");
        closeWhenReplaced();
        List<String> command = new ArrayList<>();
        command.add(start.launcher().toString());
        command.addAll(start.arguments());
        Pointer[] strings = command.stream().map(Relaunch::text).toArray(Pointer[]::new);
        Memory argv = new Memory((strings.length + 1L) * Native.POINTER_SIZE);
        argv.write(0, strings, 0, strings.length);
        argv.setPointer((long) strings.length * Native.POINTER_SIZE, null);
        Functions.execv(strings[0], argv);
        return "the launcher cannot be started: errno " + Native.getLastError();
    }

    /** Marks all open files as close-on-exec: sockets of Java, such as JMX's, would otherwise keep their port. */
    private static void closeWhenReplaced() {
        String[] files = Path.of("/proc/self/fd").toFile().list();
        for (String file : files == null ? new String[0] : files) {
            int fd = Integer.parseInt(file);
            if (fd > 2) {
                Functions.fcntl(fd, F_SETFD, FD_CLOEXEC);
            }
        }
    }

    private static void set(String name, String value) {
        Functions.setenv(text(name), text(value), 1);
    }

    private static Memory text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        Memory memory = new Memory(bytes.length + 1L);
        memory.write(0, bytes, 0, bytes.length);
        memory.setByte(bytes.length, (byte) 0);
        return memory;
    }

    /** Functions of the C library, under their names. */
    private static final class Functions {

        static native int execv(Pointer path, Pointer arguments);

        static native int fcntl(int file, int command, int argument);

        static native int setenv(Pointer name, Pointer value, int overwrite);
    }
}
