package dev.caravan.parse.host;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;

/**
 * The process of a socket, in the last column of netstat or ss. Any process may choose its own name, with spaces, quotes
 * or what looks like another column in it; the pid comes from the kernel.
 */
final class SocketOwner {

    private static final SerializableString PROCESS = RecordWriter.name("process");
    private static final SerializableString NAME = RecordWriter.name("name");
    private static final SerializableString PID = RecordWriter.name("pid");
    private static final SerializableString PROCESSES = RecordWriter.name("processes");
    private static final String USERS = "users:((\"";

    private SocketOwner() {
    }

    /** From {@code 8904/sshd: /usr/sbi}, from {@code -} when the process is not known, or from nothing without -p. */
    static void netstat(byte[] b, int from, int to, RecordWriter record) throws RefusedLineException {
        if (from == to || Ascii.is(b, from, to, "-")) {
            writeUnknown(record);
            return;
        }
        int slash = Ascii.indexOf(b, from, to, '/');
        long pid = slash < 0 ? -1 : Ascii.number(b, from, slash);
        if (pid < 0) {
            throw new RefusedLineException("a row of netstat whose process is none");
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
     * All of {@code users:(("nginx",pid=1,fd=6),("nginx",pid=2,fd=6))}; ss prints them in no order that means anything. It escapes
     * nothing, so a name may look as if it ended an entry and began another. A name has at most 15 bytes (TASK_COMM_LEN), and the
     * list must be one as a whole: what can be read in two ways is not believed, and the process is unknown then. So it is where a
     * newline in a name has cut the row.
     *
     * @return where the next column begins
     */
    static int ss(byte[] b, int from, int to, RecordWriter record) {
        if (!Ascii.starts(b, from, to, USERS)) {
            writeUnknown(record);
            return from;
        }
        SocketOwners owners = SocketOwners.read(b, from + USERS.length(), to);
        if (owners == null) {
            writeUnknown(record);
            return to;
        }
        record.text(PROCESS, owners.process(0));
        record.text(NAME, owners.name(0));
        record.number(PID, owners.pid(0));
        if (owners.count() > 1) {
            record.field(PROCESSES);
            record.beginList();
            for (int i = 0; i < owners.count(); i++) {
                record.value(owners.process(i));
            }
            record.endList();
        }
        return owners.end();
    }

    private static void writeUnknown(RecordWriter record) {
        record.text(PROCESS, "-");
        record.text(NAME, "");
    }
}
