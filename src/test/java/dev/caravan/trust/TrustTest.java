package dev.caravan.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever can put something else in the place of a file is found, wherever on the way to it. */
class TrustTest {

    private static final int NOBODY = 65534;
    private static final Set<Integer> OURS = new HashSet<>(List.of(0, Trust.user()));

    @TempDir
    Path directory;

    private final Trust trust = Trust.ofProcess();
    private Path file;

    @BeforeEach
    void make() throws IOException {
        directory = directory.toRealPath();
        file = Files.createFile(Files.createDirectories(directory.resolve("opt/caravan")).resolve("caravan"));
        mode(directory.resolve("opt"), "rwxr-xr-x");
        mode(file.getParent(), "rwxr-xr-x");
        mode(file, "rw-r--r--");
        assertNull(trust.exposed(file));
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private void assertExposed(Path what, String reason, Path by) throws IOException {
        Exposed exposed = trust.exposed(by);
        assertTrue(exposed != null, "nobody can change " + by);
        assertEquals(what, exposed.path());
        assertTrue(exposed.reason().contains(reason), exposed.toString());
        assertTrue(exposed.toString().contains(exposed.remedy()) && exposed.remedy().endsWith(" " + what), exposed.toString());
    }

    private static void givenAway(Path path, int user) throws IOException {
        Assumptions.assumeTrue(Trust.user() == 0, "only root can give a file to somebody else");
        Files.setAttribute(path, "unix:uid", user, java.nio.file.LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void whatEveryUserMayWriteIsExposedWithAllThatLiesInIt() throws IOException {
        boolean ours = isGroupOurs();
        mode(file, "rw-r--rw-");
        assertExposed(file, "every user", file);
        assertEquals("chmod o-w " + file, trust.exposed(file).remedy());
        mode(file, "rw-r--r--");
        mode(directory.resolve("opt"), "rwxr-xrwx");
        assertExposed(directory.resolve("opt"), "every user", file);
        mode(directory.resolve("opt"), "rwxrwxrwx");
        assertEquals("chmod " + (ours ? "" : "g") + "o-w " + directory.resolve("opt"), trust.exposed(file).remedy());
    }

    private boolean isGroupOurs() throws IOException {
        mode(file, "rw-rw-r--");
        boolean ours = trust.exposed(file) == null;
        mode(file, "rw-r--r--");
        return ours;
    }

    @Test
    void aStickyDirectoryAboveATrustedFileIsNoWayToReplaceItButAddsToAFolder() throws IOException {
        Files.setAttribute(file.getParent(), "unix:mode", 01777);
        assertNull(trust.exposed(file));
        assertExposed(file.getParent(), "every user", file.getParent());
        assertNull(trust.exposed(Files.createDirectory(file.resolveSibling("routes"), PosixFilePermissions.asFileAttribute(
            PosixFilePermissions.fromString("rwx------")))));
        givenAway(file, NOBODY);
        assertExposed(file, "belongs to the user nobody", file);
    }

    @Test
    void theOwnersOfFileDirectoryAndLinkAreAllLookedAt() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("opt/../opt/./caravan"));
        assertNull(trust.exposed(link.resolve("caravan")));
        givenAway(link, NOBODY);
        assertExposed(link, "belongs to the user nobody", link.resolve("caravan"));
        assertEquals("chown -h root " + link, trust.exposed(link).remedy());
        givenAway(link, 0);
        givenAway(directory.resolve("opt"), NOBODY);
        assertExposed(directory.resolve("opt"), "belongs to the user nobody", link);
        assertNull(trust.exposedEntry(link));
        assertNull(new Trust(Set.of(0, NOBODY), List.of(), new Accounts()).exposed(link));
    }

    @Test
    void theOwnerOfTheJarIsTrustedAsRootIs() throws IOException {
        givenAway(file, NOBODY);
        Path other = Files.createFile(file.resolveSibling("caravan.jar"));
        givenAway(other, NOBODY - 1);
        assertNull(trust.withOwnerOf(file).exposed(file));
        assertExposed(other, "belongs to", other);
        assertTrue(trust.withOwnerOf(file).exposed(other) != null);
        assertFalse(trust.isOwner(NOBODY));
        assertTrue(trust.withOwnerOf(file).isOwner(NOBODY) && trust.isOwner(0) && trust.isOwner(Trust.user()));
    }

    @Test
    void aGroupMayWriteIfItHasTrustedMembersOnly() throws IOException {
        int group = (Integer) Files.getAttribute(file, "unix:gid");
        mode(file, "rw-rw-r--");
        Path users = Files.writeString(directory.resolve("passwd"), "root:x:0:0::/root:/bin/sh\nme:x:" + Trust.user() + ":" + group
            + "::/:/bin/sh\nbob:x:7777:7777::/:\n\n# no user\n");
        Path groups = directory.resolve("group");
        for (String[] one : new String[][] {{"me:x:" + group + ":", ""}, {"me:x:" + group + ":me", ""},
            {"me:x:" + group + ":me,bob", "the group me"}, {"other:x:7777:", "the group " + Integer.toUnsignedString(group)},
            {"me:x:" + group + ":who", "the group me"}}) {
            Files.writeString(groups, one[0] + "\n");
            Exposed exposed = new Trust(OURS, List.of(), new Accounts(users, groups)).exposed(file);
            assertEquals(one[1].isEmpty(), exposed == null, one[0]);
            assertTrue(exposed == null || exposed.reason().endsWith(one[1]), one[0] + ": " + exposed);
        }
        Files.writeString(groups, "me:x:" + group + ":\n");
        Files.writeString(users, "bob:x:7777:" + group + "::/:/bin/sh\n");
        assertTrue(new Trust(OURS, List.of(), new Accounts(users, groups)).exposed(file) != null);
    }

    @Test
    void aListOfUsersIsFoundBehindTheBitsOfTheGroup() throws Exception {
        Process process;
        try {
            process = new ProcessBuilder("setfacl", "-m", "u:65534:rw", file.toString()).redirectErrorStream(true).start();
        } catch (IOException e) {
            Assumptions.abort("setfacl is not installed (package acl)");
            return;
        }
        Assumptions.assumeTrue(process.waitFor() == 0, "the file system has no access control lists");
        assertTrue(trust.exposed(file) != null);
        if (isGroupOfRoot()) {
            assertExposed(file, "has a list of users", file);
            assertEquals("setfacl -b " + file, trust.exposed(file).remedy());
        }
    }

    private boolean isGroupOfRoot() throws IOException {
        return Set.of(0).equals(new Accounts().members((Integer) Files.getAttribute(file, "unix:gid"))) && Trust.user() == 0;
    }

    @Test
    void aDirectoryThatIsNamedTrustsAllThatIsInItButNotWhereItsLinksLead() throws IOException {
        Path config = Files.createDirectory(directory.resolve("config"));
        mode(config, "rwxrwxrwx");
        Path inside = Files.createFile(config.resolve("..data"));
        Path settings = Files.createSymbolicLink(config.resolve("application.properties"), Path.of("..data"));
        assertExposed(config, "every user", settings);
        Trust wider = new Trust(OURS, Trust.directories("relative:" + config + ":/nowhere:"), new Accounts());
        assertNull(wider.exposed(settings));
        assertNull(wider.exposed(inside));
        assertNull(wider.exposed(config));
        mode(file, "rw-rw-rw-");
        assertEquals(file, wider.exposed(Files.createSymbolicLink(config.resolve("out"), file)).path());
    }

    @Test
    void whatLeadsNowhereIsAnError() throws IOException {
        assertThrows(NoSuchFileException.class, () -> trust.exposed(directory.resolve("missing/file")));
        Path loop = directory.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        assertThrows(FileSystemLoopException.class, () -> trust.exposed(loop));
        assertNull(trust.exposedEntry(loop));
    }

    @Test
    void theCommandCanBeTyped() throws IOException {
        Path odd = Files.createFile(directory.resolve("a b'c"));
        mode(odd, "rw-r--rw-");
        assertEquals("chmod o-w '" + directory + "/a b'\\''c'", trust.exposed(odd).remedy());
    }
}
