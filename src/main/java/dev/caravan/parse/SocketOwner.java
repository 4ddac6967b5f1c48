package dev.caravan.parse;

import com.fasterxml.jackson.core.SerializableString;
import java.nio.charset.StandardCharsets;

/**
 * The process of a socket, in the last column of netstat or ss. Any process may choose its own name, with spaces, quotes
 * or what looks like another column in it; the pid comes from the kernel.
 */
final class SocketOwner {

    private static final SerializableString PROCESS = RecordWriter.name("process");
    private static final SerializableString NAME = RecordWriter.name("name");
    private static final SerializableString PID = RecordWriter.name("pid");
    private static final String USERS = "users:((\"";
    private static final String PID_BEGIN = "\",pid=";
    private static final String FD_BEGIN = ",fd=";

    private SocketOwner() {
    }

    /** From {@code 8904/sshd: /usr/sbi}, from {@code -} when the process is not known, or from nothing without -p. */
    static void netstat(byte[] b, int from, int to, RecordWriter record) throws RefusedLine {
        if (from == to || Ascii.is(b, from, to, "-")) {
            writeUnknown(record);
            return;
        }
        int slash = Ascii.indexOf(b, from, to, '/');
        long pid = slash < 0 ? -1 : Ascii.number(b, from, slash);
        if (pid < 0) {
            throw new RefusedLine("a row of netstat whose process is none");
        }
        record.text(PROCESS, b, from, to);
        // Daemons rewrite their command line: "sshd: /usr/sbin/sshd -D", "nginx: master process".
        int nameEnd = Ascii.find(b, slash + 1, to, ": ");
        if (nameEnd < 0) {
            nameEnd = b[to - 1] == ':' ? to - 1 : to;
        }
        record.text(NAME, b, slash + 1, nameEnd);
        record.number(PID, pid);
    }

    /**
     * The first of {@code users:(("nginx",pid=1,fd=6),("nginx",pid=2,fd=6))}. ss escapes nothing, but a name has at most
     * 15 bytes (TASK_COMM_LEN), too few for one that ends an entry and begins another: the first
     * {@code ",pid=N,fd=N)} with a comma or bracket behind it is the true end of the name.
     */
    static void ss(byte[] b, int from, int to, RecordWriter record) throws RefusedLine {
        if (from == to) {
            writeUnknown(record);
            return;
        }
        int name = from + USERS.length();
        if (!Ascii.starts(b, from, to, USERS)) {
            throw new RefusedLine("a row of ss whose process is none");
        }
        for (int end = Ascii.find(b, name, to, PID_BEGIN); end >= 0; end = Ascii.find(b, end + 1, to, PID_BEGIN)) {
            int pid = end + PID_BEGIN.length();
            int pidEnd = digitsEnd(b, pid, to);
            int fd = pidEnd + FD_BEGIN.length();
            int fdEnd = Ascii.starts(b, pidEnd, to, FD_BEGIN) ? digitsEnd(b, fd, to) : to;
            boolean closed = Ascii.is(b, fdEnd, to, "))") || Ascii.starts(b, fdEnd, to, "),(\"");
            if (closed && fdEnd > fd && Ascii.number(b, pid, pidEnd) >= 0) {
                String program = new String(b, name, end - name, StandardCharsets.UTF_8);
                record.text(PROCESS, new String(b, pid, pidEnd - pid, StandardCharsets.US_ASCII) + "/" + program);
                record.text(NAME, program);
                record.number(PID, Ascii.number(b, pid, pidEnd));
                return;
            }
        }
        throw new RefusedLine("a row of ss whose process is none");
    }

    private static void writeUnknown(RecordWriter record) {
        record.text(PROCESS, "-");
        record.text(NAME, "");
    }

    private static int digitsEnd(byte[] b, int from, int to) {
        int i = from;
        while (i < to && Ascii.isDigit(b[i])) {
            i++;
        }
        return i;
    }
}
