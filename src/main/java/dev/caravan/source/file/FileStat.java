package dev.caravan.source.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The file system's data about a file, links followed.
 *
 * @param size  size in bytes
 * @param mtime time of the last change, in nanoseconds since 1970
 */
record FileStat(Path path, long device, long inode, long size, long mtime) {

    /** Returns the data of a path; null if there is no regular file. */
    static @Nullable FileStat of(Path path) {
        try {
            Map<String, Object> a = Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,isRegularFile");
            if (!Boolean.TRUE.equals(a.get("isRegularFile"))) {
                return null;
            }
            long mtime = a.get("lastModifiedTime") instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : 0;
            return new FileStat(path, number(a, "dev"), number(a, "ino"), number(a, "size"), mtime);
        } catch (IOException e) {
            return null;
        }
    }

    /** Returns a numeric attribute of a file. */
    static long number(Map<String, Object> attributes, String name) throws IOException {
        if (attributes.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IOException("the file system does not report the " + name + " of a file");
    }

    /** Returns when a directory last changed, in milliseconds since 1970; 0 if there is none. Simple, because it is called often. */
    static long changed(Path directory) {
        if (PathText.isExact(directory)) {
            return directory.toFile().lastModified();
        }
        try {
            return Files.getLastModifiedTime(directory).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }

    boolean sameInode(long device, long inode) {
        return this.inode == inode && this.device == device;
    }
}
