package dev.caravan.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The users and groups in {@code /etc/passwd} and {@code /etc/group}; those of a directory service are not known. Reads the files at each
 * call, because they change while the program runs. Thread-safe.
 */
final class Accounts {

    private static final int ID = 2;
    private static final int PRIMARY_GROUP = 3;
    private static final int MEMBERS = 3;

    private final Path users;
    private final Path groups;

    Accounts() {
        this(Path.of("/etc/passwd"), Path.of("/etc/group"));
    }

    Accounts(Path users, Path groups) {
        this.users = users;
        this.groups = groups;
    }

    /** Returns the user ids of a group's members, or null if they cannot be determined. */
    @Nullable
    Set<Integer> members(int group) {
        try {
            Set<String> names = null;
            for (String[] one : entries(groups)) {
                if (number(one[ID]) == group) {
                    names = names == null ? new HashSet<>() : names;
                    names.addAll(one.length > MEMBERS ? List.of(one[MEMBERS].split(",")) : List.of());
                    names.remove("");
                }
            }
            if (names == null) {
                return null;
            }
            Set<Integer> members = new HashSet<>();
            for (String[] one : entries(users)) {
                boolean named = names.remove(one[0]);
                if (named || one.length > PRIMARY_GROUP && number(one[PRIMARY_GROUP]) == group) {
                    members.add(number(one[ID]));
                }
            }
            return names.isEmpty() ? members : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Returns the name of a user, or the id if it has none. */
    String user(int id) {
        return name(users, id);
    }

    /** Returns the name of a group, or the id if it has none. */
    String group(int id) {
        return name(groups, id);
    }

    private static String name(Path file, int id) {
        try {
            for (String[] one : entries(file)) {
                if (number(one[ID]) == id) {
                    return one[0];
                }
            }
        } catch (IOException e) {
            return Integer.toUnsignedString(id);
        }
        return Integer.toUnsignedString(id);
    }

    private static List<String[]> entries(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1).lines().map(line -> line.split(":", -1))
            .filter(one -> one.length > ID).toList();
    }

    /** Returns -1, an id that nobody has, for a text that is no number. */
    private static int number(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
