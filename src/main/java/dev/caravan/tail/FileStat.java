package dev.caravan.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * What the file system says of a file, links followed.
 *
 * @param size  bytes
 * @param mtime time of the last change, in nanoseconds since 1970
 */
record FileStat(Path path, long device, long inode, long size, long mtime) {

    /** @return null when there is no regular file of that name */
    static FileStat of(Path path) {
        try {
            Map<String, Object> a = Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,isRegularFile");
            if (!Boolean.TRUE.equals(a.get("isRegularFile"))) {
                return null;
            }
            return new FileStat(path, ((Number) a.get("dev")).longValue(), ((Number) a.get("ino")).longValue(),
                (Long) a.get("size"), ((FileTime) a.get("lastModifiedTime")).to(java.util.concurrent.TimeUnit.NANOSECONDS));
        } catch (IOException e) {
            return null;
        }
    }

    /** When a directory changed last, in milliseconds since 1970; 0 when there is none. Asked often, so it is plain. */
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
