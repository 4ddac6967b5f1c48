package dev.caravan.source.file;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import dev.caravan.pipeline.NativeFunctions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An entry held by a descriptor that opens nothing ({@code O_PATH}, {@code open(2)}): it does not wait for the writer of a FIFO, and
 * devices do not notice it. Reading opens the same inode once more through {@code /proc/self/fd}, which gives an ordinary channel of Java.
 */
final class DescriptorDirectory extends HeldDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(DescriptorDirectory.class);

    /** Whether there is native code and /proc. If not, a warning is logged once. */
    static final boolean IS_POSSIBLE = isPossible();

    private static final int O_PATH = 010000000;
    private static final int O_CLOEXEC = 02000000;
    private static final int LONGEST = 4096;
    private static final int ENOENT = 2;
    private static final int EACCES = 13;
    private static final int ENOTDIR = 20;
    private static final int EMFILE = 24;
    private static final int ELOOP = 40;

    private final int descriptor;
    private final String name;

    private DescriptorDirectory(int descriptor, String name) {
        this.descriptor = descriptor;
        this.name = name;
    }

    private static boolean isPossible() {
        try {
            NativeFunctions.bind(Functions.class, "c");
            if (Files.isDirectory(Path.of("/proc/self/fd"))) {
                return true;
            }
            LOG.warn("there is no /proc: a log file that is replaced while it is opened is noticed only afterwards, and a FIFO "
                + "put in its place at that moment stops its source");
        } catch (LinkageError e) {
            LOG.warn("native code cannot be used: a log file that is replaced while it is opened is noticed only afterwards, and a "
                + "FIFO put in its place at that moment stops its source ({})", String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        return false;
    }

    /** Opens the root directory. */
    static HeldDirectory root() throws IOException {
        return opened(Functions.open(new byte[] {'/', 0}, O_PATH | O_CLOEXEC), "/");
    }

    /** Opens the target of a path, whatever links are on the way. */
    static HeldDirectory at(Path path) throws IOException {
        return opened(Functions.open(terminated(PathText.bytes(path)), O_PATH | O_CLOEXEC), PathText.of(path));
    }

    private static HeldDirectory opened(int descriptor, String name) throws IOException {
        if (descriptor >= 0) {
            return new DescriptorDirectory(descriptor, name);
        }
        int error = Native.getLastError();
        throw switch (error) {
            case ENOENT -> new NoSuchFileException(name);
            case EACCES -> new AccessDeniedException(name);
            case ENOTDIR -> new NotDirectoryException(name);
            case ELOOP -> new FileSystemLoopException(name);
            case EMFILE -> new FileSystemException(name, null, "Too many open files");
            default -> new FileSystemException(name, null, "open(2) gives errno " + error);
        };
    }

    @Override
    Status look() throws IOException {
        return status(path());
    }

    private Path path() {
        return Path.of("/proc/self/fd/" + descriptor);
    }

    @Override
    HeldDirectory child(Path child) throws IOException {
        // A name has no slash, so its bytes are those of the path below the root.
        byte[] bytes = PathText.bytes(Path.of("/").resolve(child));
        return opened(Functions.openat(descriptor, terminated(Arrays.copyOfRange(bytes, 1, bytes.length)),
            O_PATH | Functions.NOFOLLOW | O_CLOEXEC), (name.equals("/") ? "" : name) + "/" + child);
    }

    @Override
    Path target() throws IOException {
        byte[] bytes = new byte[LONGEST];
        int n = Functions.readlinkat(descriptor, new byte[1], bytes, new NativeLong(LONGEST)).intValue();
        if (n <= 0) {
            throw new FileSystemException(name, null, "readlink(2) gives errno " + Native.getLastError());
        }
        return PathText.path(Arrays.copyOf(bytes, n));
    }

    @Override
    FileChannel read() throws IOException {
        try {
            return FileChannel.open(path(), StandardOpenOption.READ);
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(name);
        }
    }

    @Override
    public void close() {
        if (Functions.close(descriptor) != 0) {
            LOG.debug("{} was not closed: errno {}", name, Native.getLastError());
        }
    }

    private static byte[] terminated(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /** Functions of the C library, under their own names. */
    private static final class Functions {

        /** The value of O_NOFOLLOW, which differs on ARM and PowerPC. */
        static final int NOFOLLOW = System.getProperty("os.arch").matches("aarch64|arm.*|ppc.*") ? 0100000 : 0400000;

        static native int open(byte[] path, int flags);

        static native int openat(int directory, byte[] path, int flags);

        static native NativeLong readlinkat(int directory, byte[] path, byte[] into, NativeLong length);

        static native int close(int descriptor);
    }
}
