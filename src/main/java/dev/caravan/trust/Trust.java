package dev.caravan.trust;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The users whose files are trusted, and the directories whose whole content is trusted. Immutable; thread-safe.
 *
 * <p>Others can change a path if one of them owns an entry on the way to it, or may write to a directory on the way. They may write to a
 * directory with the sticky bit (such as /tmp) above a trusted file, because they cannot replace the file there. A group may write if all
 * of its members are trusted users.
 */
public final class Trust {

    /** Environment variable: absolute directories, separated by colons, whose content is trusted. For mounts that nobody can write to. */
    public static final String DIRECTORIES = "CARAVAN_TRUST_DIRECTORY";

    private static final int ROOT = 0;
    private static final int LINKS = 40;
    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;
    private static final int DIRECTORY = 0040000;
    private static final int STICKY = 01000;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS_WRITE = 0002;

    private final Set<Integer> owners;
    private final List<Path> directories;
    private final Accounts accounts;

    Trust(Set<Integer> owners, List<Path> directories, Accounts accounts) {
        this.owners = Set.copyOf(owners);
        this.directories = List.copyOf(directories);
        this.accounts = accounts;
    }

    /** Trusts root, the user of this process, and the directories that {@value #DIRECTORIES} names. */
    public static Trust ofProcess() {
        return new Trust(new HashSet<>(List.of(ROOT, user())), directories(System.getenv(DIRECTORIES)), new Accounts());
    }

    /** Trusts in addition the owner of this program's jar, or of the folder of its classes. */
    public static Trust ofProgram() {
        Trust process = ofProcess();
        CodeSource source = Trust.class.getProtectionDomain().getCodeSource();
        try {
            return source == null ? process : process.withOwnerOf(Path.of(source.getLocation().toURI()));
        } catch (IOException | URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return process;
        }
    }

    /**
     * Trusts in addition the owner of a file, its links followed.
     *
     * @throws IOException the file's owner cannot be read
     */
    public Trust withOwnerOf(Path file) throws IOException {
        Set<Integer> more = new HashSet<>(owners);
        more.add((Integer) Files.getAttribute(file, "unix:uid"));
        return new Trust(more, directories, accounts);
    }

    /** Returns the effective user id of this process; root's if the system does not report it. */
    static int user() {
        try {
            // Root owns /proc/self of some processes of other users.
            return Files.readString(Path.of("/proc/self/status"), StandardCharsets.ISO_8859_1).lines()
                .filter(line -> line.startsWith("Uid:")).map(line -> Integer.parseUnsignedInt(line.split("\\s+", -1)[2]))
                .findFirst().orElse(ROOT);
        } catch (IOException e) {
            return ROOT;
        }
    }

    static List<Path> directories(@Nullable String text) {
        List<Path> found = new ArrayList<>();
        for (String one : text == null ? new String[0] : text.split(":", -1)) {
            Path path = Path.of(one);
            if (path.isAbsolute()) {
                found.add(path.normalize());
                try {
                    found.add(path.toRealPath());
                } catch (IOException e) {
                    // The directory does not exist, so nothing is in it.
                }
            }
        }
        return found;
    }

    /** Reports whether files of this user id are trusted. */
    public boolean isOwner(int user) {
        return owners.contains(user);
    }

    /**
     * Finds out who else can change what a path leads to, its links followed. For a directory, that includes whoever can add files to it.
     *
     * @return the first thing on the way that others can change; null if there is none
     * @throws IOException the path leads nowhere, or cannot be read
     */
    public @Nullable Exposed exposed(Path path) throws IOException {
        return exposed(path, true);
    }

    /**
     * Does the same for the entry that the path names, even if that is a link: finds out who can put something else in its place. Where the
     * link leads does not matter.
     *
     * @return the first thing on the way that others can change; null if there is none
     * @throws IOException the entry does not exist, or cannot be read
     */
    public @Nullable Exposed exposedEntry(Path path) throws IOException {
        return exposed(path, false);
    }

    private @Nullable Exposed exposed(Path path, boolean follow) throws IOException {
        Path at = path.toAbsolutePath().getRoot();
        Deque<Path> names = new ArrayDeque<>();
        path.toAbsolutePath().forEach(names::add);
        Exposed exposed = exposed(at, status(at), names.isEmpty());
        for (int links = 0; exposed == null && !names.isEmpty();) {
            String name = names.removeFirst().toString();
            if (name.equals("..")) {
                at = at.getParent() == null ? at : at.getParent();
            } else if (!name.isEmpty() && !name.equals(".")) {
                Path next = at.resolve(name);
                Status status = status(next);
                exposed = exposed(next, status, names.isEmpty());
                if (status.isLink() && (follow || !names.isEmpty())) {
                    if (++links > LINKS) {
                        throw new FileSystemLoopException(path.toString());
                    }
                    Path target = Files.readSymbolicLink(next);
                    for (int i = target.getNameCount() - 1; i >= 0; i--) {
                        names.addFirst(target.getName(i));
                    }
                    at = target.isAbsolute() ? target.getRoot() : at;
                } else {
                    at = next;
                }
            }
        }
        return exposed;
    }

    private record Status(int user, int group, int mode) {

        boolean isLink() {
            return (mode & TYPE) == LINK;
        }

        boolean isDirectory() {
            return (mode & TYPE) == DIRECTORY;
        }
    }

    private static Status status(Path path) throws IOException {
        Map<String, Object> all = Files.readAttributes(path, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
        return new Status(number(all, "uid"), number(all, "gid"), number(all, "mode"));
    }

    private static int number(Map<String, Object> all, String name) throws IOException {
        if (all.get(name) instanceof Integer number) {
            return number;
        }
        throw new IOException("the file system does not report the " + name + " of a file");
    }

    private @Nullable Exposed exposed(Path path, Status status, boolean last) {
        if (directories.stream().anyMatch(path::startsWith)) {
            return null;
        }
        if (!isOwner(status.user())) {
            return new Exposed(path, "belongs to the user " + accounts.user(status.user()),
                "chown " + (status.isLink() ? "-h " : "") + accounts.user(user()) + " " + quoted(path));
        }
        boolean above = status.isDirectory() && !last && (status.mode() & STICKY) != 0;
        if (status.isLink() || above) {
            return null;
        }
        boolean others = (status.mode() & OTHERS_WRITE) != 0;
        boolean group = (status.mode() & GROUP_WRITES) != 0 && !isOurs(status.group());
        if (others || group) {
            return new Exposed(path, "can be changed by " + (others ? "every user"
                : "the group " + accounts.group(status.group())),
                "chmod " + (group ? "g" : "") + (others ? "o" : "") + "-w " + quoted(path));
        }
        // If there is a list, the bits of the group are the most that any of its entries grants.
        if ((status.mode() & GROUP_WRITES) != 0 && AccessList.isOn(path)) {
            return new Exposed(path, "has a list of users that can change it", "setfacl -b " + quoted(path));
        }
        return null;
    }

    private boolean isOurs(int group) {
        Set<Integer> members = accounts.members(group);
        return members != null && owners.containsAll(members);
    }

    /** Returns the path as a shell needs it. */
    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./+:@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
