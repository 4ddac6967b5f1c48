package dev.caravan.parse.host;

import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.Utf8;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list of owners that ss prints of a socket, read in the only way that makes sense of all of it. See {@link SocketOwner#ss}.
 */
final class SocketOwners {

    private static final String PID_BEGIN = "\",pid=";
    private static final String FD_BEGIN = ",fd=";
    private static final String NEXT = "),(\"";
    private static final String LAST = "))";
    /** Without the zero that ends it in the kernel. */
    private static final int LONGEST_NAME = 15;
    /** More tries than a list without such names needs, however long it is, are not worth their time. */
    private static final int MAX_TRIES = 100_000;
    private static final String[] BEHIND = {"timer:(", "uid:", "ino:", "sk:", "cgroup:", "v6only:", "<->", "-->", "<--", "---",
        "fwmark:", "class_id:", "tos:", "tclass:", "skmem:("};

    private record Entry(int name, int nameEnd, int pid, int pidEnd, int end, boolean last) {
    }

    private final byte[] b;
    private final int to;
    private final List<Entry> path = new ArrayList<>();
    private List<Entry> found = List.of();
    private boolean ambiguous;
    private int tries;

    private SocketOwners(byte[] b, int to) {
        this.b = b;
        this.to = to;
    }

    /** Reads the list; null when that cannot be done, or in more than one way. */
    static @Nullable SocketOwners read(byte[] b, int firstName, int to) {
        SocketOwners owners = new SocketOwners(b, to);
        owners.search(firstName);
        return owners.found.isEmpty() || owners.ambiguous || owners.tries > MAX_TRIES ? null : owners;
    }

    /** Goes through all ways to read it, without recursion: a list may be long. */
    private void search(int firstName) {
        Entry next = entry(firstName, firstName);
        while (tries++ <= MAX_TRIES && !ambiguous) {
            if (next != null) {
                path.add(next);
                if (next.last()) {
                    ambiguous = !found.isEmpty();
                    found = List.copyOf(path);
                    next = null;
                } else {
                    next = entry(next.end(), next.end());
                }
                continue;
            }
            if (path.isEmpty()) {
                return;
            }
            // The same name, but longer.
            Entry before = path.remove(path.size() - 1);
            next = entry(before.name(), before.nameEnd() + 1);
        }
    }

    /** The entry whose name begins there and ends at {@code least} or later, or null. */
    private @Nullable Entry entry(int name, int least) {
        int limit = Math.min(to, name + LONGEST_NAME + PID_BEGIN.length());
        for (int end = Ascii.find(b, least, limit, PID_BEGIN); end >= 0; end = Ascii.find(b, end + 1, limit, PID_BEGIN)) {
            int pid = end + PID_BEGIN.length();
            int pidEnd = digitsEnd(pid);
            int fd = pidEnd + FD_BEGIN.length();
            int fdEnd = Ascii.starts(b, pidEnd, to, FD_BEGIN) ? digitsEnd(fd) : to;
            if (fdEnd == to || fdEnd == fd || Ascii.number(b, pid, pidEnd) < 0) {
                continue;
            }
            if (Ascii.starts(b, fdEnd, to, NEXT)) {
                return new Entry(name, end, pid, pidEnd, fdEnd + NEXT.length(), false);
            }
            if (Ascii.starts(b, fdEnd, to, LAST) && isColumnEnd(fdEnd + LAST.length())) {
                return new Entry(name, end, pid, pidEnd, Ascii.skipSpaces(b, fdEnd + LAST.length(), to), true);
            }
        }
        return null;
    }

    private boolean isColumnEnd(int at) {
        if (at == to) {
            return true;
        }
        int column = Ascii.skipSpaces(b, at, to);
        if (column == at) {
            return false;
        }
        for (String behind : BEHIND) {
            if (Ascii.starts(b, column, to, behind)) {
                return true;
            }
        }
        return false;
    }

    private int digitsEnd(int from) {
        int i = from;
        while (i < to && Ascii.isDigit(b[i])) {
            i++;
        }
        return i;
    }

    int count() {
        return found.size();
    }

    String name(int i) {
        return Utf8.text(b, found.get(i).name(), found.get(i).nameEnd());
    }

    long pid(int i) {
        return Ascii.number(b, found.get(i).pid(), found.get(i).pidEnd());
    }

    /** {@code pid/program}, as netstat prints it. */
    String process(int i) {
        return pid(i) + "/" + name(i);
    }

    /** Where the next column begins. */
    int end() {
        return found.get(found.size() - 1).end();
    }
}
