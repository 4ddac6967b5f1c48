package dev.caravan.testing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The classes of the tested jar as Java has them in memory, made once for all processes of all tests: each starts with a third less
 * CPU time, and there are hundreds. It lies beside the jar. Java leaves an archive of another jar or another Java aside by itself.
 */
final class ClassArchive {

    private static List<String> options;

    private ClassArchive() {
    }

    /** Options of Java that use it; none where it cannot be made, or the jar is another one. */
    static synchronized List<String> options(Path jar) throws IOException {
        if (!jar.equals(CaravanProcess.jar()) || !Files.exists(jar)) {
            return List.of();
        }
        if (options == null) {
            Path archive = jar.resolveSibling("caravan-test.jsa");
            // Tests run in two processes.
            try (FileChannel channel = FileChannel.open(jar.resolveSibling("caravan-test.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
                options = isMade(jar, archive) ? List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off") : List.of();
            }
        }
        return options;
    }

    private static boolean isMade(Path jar, Path archive) throws IOException {
        if (Files.exists(archive) && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) > 0) {
            return true;
        }
        Path made = archive.resolveSibling("caravan-test.jsa.new");
        Files.deleteIfExists(made);
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC", "-XX:ArchiveClassesAtExit=" + made, "-jar", jar.toString(), "warm-up")
            .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            if (!process.waitFor(120, TimeUnit.SECONDS) || !Files.exists(made)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            process.destroyForcibly();
        }
        Files.move(made, archive, StandardCopyOption.REPLACE_EXISTING);
        return true;
    }
}
