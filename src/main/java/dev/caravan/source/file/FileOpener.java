package dev.caravan.source.file;

import dev.caravan.pipeline.SourceStats;
import dev.caravan.trust.Exposed;
import dev.caravan.trust.Trust;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens all log files of a source, for whatever purpose. Whoever can write to a directory of logs must not decide which file of this
 * machine is shipped:
 * <ul>
 * <li>a symbolic link, anywhere on the way from the root directory, is followed if a trusted user owns it and nobody else can write to its
 * directory, or replace that directory;
 * <li>a file with several hard links is read if nobody else can write to its directory;
 * <li>only regular files are read, and only the one that was checked, whatever takes its place meanwhile.
 * </ul>
 * Trusted users are root and the user of this process ({@link Trust}). The source's setting {@code followLinks} lifts the first two rules.
 * A refusal is logged once, and stays in the source's health until the file is read or gone. Called only by the source's thread.
 */
final class FileOpener {

    private static final Logger LOG = LoggerFactory.getLogger(FileOpener.class);
    private static final int LINKS = 40;
    /** The default of {@code caravan.tail.max-unpacked-bytes}. */
    static final long MAX_UNPACKED = 1L << 30;

    private final String source;
    private final SourceStats stats;
    private final boolean followLinks;
    private final Trust trust = Trust.ofProcess();
    private final Map<Path, String> refused = new HashMap<>();
    private final Root root;
    private long maxUnpacked = MAX_UNPACKED;

    /** Opens the directory at which each path begins. */
    interface Root {
        HeldDirectory open() throws IOException;
    }

    /** @param followLinks whether to read files to which any links lead */
    FileOpener(String source, SourceStats stats, boolean followLinks) {
        this(source, stats, followLinks, HeldDirectory::atRoot);
    }

    FileOpener(String source, SourceStats stats, boolean followLinks, Root root) {
        this.root = root;
        this.source = source;
        this.stats = stats;
        this.followLinks = followLinks;
    }

    /**
     * Opens a file; unpacks {@code .gz} and {@code .zst}.
     *
     * @throws FileRefusedException the file must not be read
     */
    Content open(Path file) throws IOException {
        return content(file, channel(file, new HeldDirectory.Status[1]));
    }

    /**
     * Opens the file with this inode.
     *
     * @return null if another file is there
     */
    @Nullable
    Content open(Path file, long device, long inode) throws IOException {
        HeldDirectory.Status[] status = new HeldDirectory.Status[1];
        FileChannel channel = channel(file, status);
        if (status[0].device() != device || status[0].inode() != inode) {
            channel.close();
            return null;
        }
        return content(file, channel);
    }

    /** Limits the bytes that a compressed file unpacks to, unless the file itself has a thousandth of them. */
    void maxUnpacked(long bytes) {
        maxUnpacked = bytes;
    }

    private Content content(Path file, FileChannel channel) throws IOException {
        return Content.isCompressed(file) ? new CompressedContent(file, channel, maxUnpacked) : new PlainContent(channel);
    }

    /** Reports whether a link leads to a directory that may be listed. */
    boolean isFollowed(Path directory) {
        try (HeldDirectory held = find(directory)) {
            return held.status().isDirectory();
        } catch (FileRefusedException e) {
            tell(directory, e);
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    /** @param status receives the status of the file */
    private FileChannel channel(Path file, HeldDirectory.Status[] status) throws IOException {
        try (HeldDirectory held = find(file)) {
            status[0] = held.status();
            if (!held.status().isFile()) {
                throw new NoSuchFileException(PathText.of(file), null, "it is no regular file");
            }
            FileChannel channel = held.read();
            if (!refused.isEmpty() && refused.remove(file) != null) {
                stats.problem(PathText.of(file), null);
                LOG.info("{}: {} is read now", source, PathText.of(file));
            }
            return channel;
        } catch (FileRefusedException e) {
            tell(file, e);
            throw e;
        }
    }

    private void tell(Path path, FileRefusedException e) {
        refused.put(path, e.getMessage());
        if (stats.problem(PathText.of(path), e.getMessage())) {
            LOG.warn("{}: {}.", source, e.getMessage());
        }
    }

    /** Clears the problems of refused files that are gone. Must be called from time to time. */
    void forgetGone() {
        refused.keySet().removeIf(path -> {
            boolean gone = !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
            if (gone) {
                stats.problem(PathText.of(path), null);
            }
            return gone;
        });
    }

    /** Returns the target of a path, if the links on the way may be followed. */
    private HeldDirectory find(Path file) throws IOException {
        if (followLinks && DescriptorDirectory.IS_POSSIBLE) {
            return DescriptorDirectory.at(file);
        }
        Deque<Path> names = new ArrayDeque<>();
        file.toAbsolutePath().forEach(names::add);
        Path where = file.getRoot();
        int links = 0;
        HeldDirectory at = root.open();
        try {
            while (!names.isEmpty()) {
                Path name = names.removeFirst();
                HeldDirectory next = at.child(name);
                if (!next.status().isLink()) {
                    at.close();
                    at = next;
                    Path directory = where;
                    where = where.resolve(name).normalize();
                    if (next.status().isFile() && next.status().links() > 1) {
                        check(file, directory, where, next.status());
                    }
                    continue;
                }
                try (next) {
                    if (++links > LINKS) {
                        throw new FileSystemLoopException(PathText.of(file));
                    }
                    check(file, where, where.resolve(name), next.status());
                    Path target = next.target();
                    for (int i = target.getNameCount() - 1; i >= 0; i--) {
                        names.addFirst(target.getName(i));
                    }
                    if (target.isAbsolute()) {
                        at.close();
                        at = root.open();
                        where = target.getRoot();
                    }
                }
            }
            return at;
        } catch (IOException | RuntimeException e) {
            at.close();
            throw e;
        }
    }

    /** @param what the link in the directory, or the file with several hard links */
    private void check(Path file, Path directory, Path what, HeldDirectory.Status status) throws IOException {
        Exposed exposed = followLinks ? null : trust.exposed(directory);
        if (exposed == null && !followLinks && status.isLink() && !trust.isOwner(status.owner())) {
            exposed = trust.exposedEntry(what);
        }
        if (exposed != null) {
            String text = PathText.of(file);
            throw new FileRefusedException(text + (!status.isLink() ? " has " + status.links() + " hard links, so it is not read"
                : what.equals(file) ? " is a link, which is not followed" : " leads through the link " + PathText.of(what)
                    + ", which is not followed") + ", because others could turn it into any file of this machine: " + exposed.path() + " "
                + exposed.reason() + ". To correct this: " + exposed.remedy() + "; or set followLinks: true for the source");
        }
    }
}
