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
 * Puts the launcher in the place of a plain {@code java -jar caravan.jar}: same process, same settings, but Java's options for
 * a small heap and the archive of classes, which nothing inside of a jar can ask for. By {@code execve(2)}, as servers restart
 * themselves, so that who started the process, or waits for it, sees no other one.
 *
 * <p>Only where the launcher is where it belongs, and nobody has given options to Java: those may contradict the launcher's.
 */
final class Relaunch {

    /** Environment: the launcher has been there, so that it is not started again and again. */
    static final String LAUNCHED = "CARAVAN_LAUNCHED";

    /** Options of Java in the environment. */
    private static final List<String> ELSEWHERE = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final String JAR = "caravan.jar";
    private static final int F_SETFD = 2;
    private static final int FD_CLOEXEC = 1;

    /**
     * What is started instead.
     *
     * @param launcher  absolute path
     * @param jar       absolute path, links followed
     * @param options   of Java, each {@code -Dname=value}
     * @param arguments behind the jar
     */
    record Start(Path launcher, Path jar, List<String> options, List<String> arguments) {
    }

    private Relaunch() {
    }

    /**
     * Why the process stays what it is.
     *
     * @param reason       in words
     * @param needsTelling whether somebody should do something about it
     */
    record Stay(String reason, boolean needsTelling) {
    }

    /** Returns only if this process stays what it is. To be called before anything is opened or started. */
    static Stay attempt() {
        try {
            if (System.getenv(LAUNCHED) != null) {
                return new Stay("the launcher started it", false);
            }
            // Each character stands for a byte, whatever they mean: so they come out as they went in.
            String line = Files.readString(COMMAND_LINE, StandardCharsets.ISO_8859_1);
            Start start = of(Arrays.asList(line.split("\0", -1)), System.getenv());
            if (start == null) {
                return new Stay("Java has options of its own, or there is no launcher that belongs to the jar", false);
            }
            Exposed exposed = exposed(start);
            return exposed != null ? new Stay("the launcher " + start.launcher() + " is not used, for " + exposed, true)
                : new Stay(replace(start), false);
        } catch (IOException | RuntimeException | LinkageError e) {
            return new Stay("the launcher cannot be started: " + e, false);
        }
    }

    /**
     * What to start in the place of a command.
     *
     * @param command     the program and its arguments, and an empty one at the end
     * @param environment of the process
     * @return null if it should stay
     * @throws IOException the jar cannot be found
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
        // The launcher starts what has this name, and splits its options at each space.
        return options.stream().allMatch(o -> o.matches("-D[^\\s*?\\[]+")) && path.endsWith(JAR)
            && Files.isRegularFile(launcher) && Files.isExecutable(launcher)
                ? new Start(launcher, path, options, command.subList(jar + 1, command.size() - 1)) : null;
    }

    /** Beside the jar, or, as packages have it: bin/caravan and share/caravan/caravan.jar. */
    private static Path launcherOf(Path jar) {
        Path beside = jar.resolveSibling("caravan");
        return jar.endsWith(Path.of("share", "caravan", JAR)) && !Files.isRegularFile(beside)
            ? jar.resolve("../../../bin/caravan").normalize() : beside;
    }

    /** Whether somebody else can change the launcher, who could not change the jar. */
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

    /** What Java has opened, as the port of JMX, would stay open, and taken. */
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
