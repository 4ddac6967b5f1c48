package dev.caravan.source.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a directory: a directory, a file, a link, or something else. It is held while it is checked, so that the entry that is opened
 * is the one that was checked; without native code only as far as possible, see {@link #atRoot}.
 */
abstract class HeldDirectory implements Closeable {

    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;
    private static final int FILE = 0100000;
    private static final int DIRECTORY = 0040000;

    private @Nullable Status status;

    /**
     * The known facts about an entry.
     *
     * @param owner id of the user
     * @param links number of hard links
     */
    record Status(int mode, int owner, int links, long device, long inode) {

        boolean isLink() {
            return (mode & TYPE) == LINK;
        }

        boolean isFile() {
            return (mode & TYPE) == FILE;
        }

        boolean isDirectory() {
            return (mode & TYPE) == DIRECTORY;
        }
    }

    /** Opens the root directory, held by a descriptor if possible. */
    static HeldDirectory atRoot() throws IOException {
        return DescriptorDirectory.IS_POSSIBLE ? DescriptorDirectory.root() : new ByPath(Path.of("/"));
    }

    /** Opens the root directory without native code. A path may then lead to another entry a moment later, which is noticed afterwards. */
    static HeldDirectory atRootByPath() {
        return new ByPath(Path.of("/"));
    }

    Status status() throws IOException {
        if (status == null) {
            status = look();
        }
        return status;
    }

    abstract Status look() throws IOException;

    /** Opens the entry of a name in this directory; a link itself, not its target. */
    abstract HeldDirectory child(Path name) throws IOException;

    /** Returns the target of this link. */
    abstract Path target() throws IOException;

    /** Opens this file for reading. The channel stays open if this entry is closed. */
    abstract FileChannel read() throws IOException;

    static Status status(Path path, LinkOption... options) throws IOException {
        Map<String, Object> a = Files.readAttributes(path, "unix:mode,uid,nlink,dev,ino", options);
        return new Status((int) FileStat.number(a, "mode"), (int) FileStat.number(a, "uid"), (int) FileStat.number(a, "nlink"),
            FileStat.number(a, "dev"), FileStat.number(a, "ino"));
    }

    /** An entry held by its path, without native code. */
    private static final class ByPath extends HeldDirectory {

        private final Path path;

        ByPath(Path path) {
            this.path = path;
        }

        @Override
        Status look() throws IOException {
            return status(path, LinkOption.NOFOLLOW_LINKS);
        }

        @Override
        HeldDirectory child(Path name) throws IOException {
            HeldDirectory child = new ByPath(path.resolve(name).normalize());
            child.status();
            return child;
        }

        @Override
        Path target() throws IOException {
            return Files.readSymbolicLink(path);
        }

        @Override
        FileChannel read() throws IOException {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            Status now = look();
            if (now.device() != status().device() || now.inode() != status().inode()) {
                channel.close();
                throw new IOException(PathText.of(path) + " was replaced while it was opened");
            }
            return channel;
        }

        @Override
        public void close() {
            // There is nothing to close.
        }
    }
}
