package dev.caravan.parse.host;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import org.jspecify.annotations.Nullable;

/** What a row of netstat and one of ss have in common. */
final class SocketColumns {

    static final SerializableString PROTOCOL = RecordWriter.name("protocol");
    static final SerializableString STATE = RecordWriter.name("state");
    static final SerializableString UID = RecordWriter.name("uid");
    static final SerializableString USER = RecordWriter.name("user");
    static final SerializableString SOCKET_INODE = RecordWriter.name("socket_inode");
    static final SerializableString TIMER = RecordWriter.name("timer");
    static final SerializableString CGROUP = RecordWriter.name("cgroup");
    private static final SerializableString RECV = RecordWriter.name("recv");
    private static final SerializableString SEND = RecordWriter.name("send");

    /** The states of netstat, each followed by that of ss. */
    private static final String[] STATES = {"LISTEN", "LISTEN", "ESTABLISHED", "ESTAB", "TIME_WAIT", "TIME-WAIT",
        "SYN_SENT", "SYN-SENT", "SYN_RECV", "SYN-RECV", "FIN_WAIT1", "FIN-WAIT-1", "FIN_WAIT2", "FIN-WAIT-2",
        "CLOSE_WAIT", "CLOSE-WAIT", "LAST_ACK", "LAST-ACK", "CLOSING", "CLOSING", "CLOSE", "UNCONN", "CLOSE", "CLOSED",
        "SYN_RECV", "NEW-SYN-RECV", "UNKNOWN", "UNKNOWN"};

    private SocketColumns() {
    }

    static void writeQueues(byte[] b, int recv, int send, int to, RecordWriter record) throws RefusedLineException {
        int recvEnd = Ascii.tokenEnd(b, recv, to);
        int sendEnd = Ascii.tokenEnd(b, send, to);
        if (Ascii.number(b, recv, recvEnd) < 0 || Ascii.number(b, send, sendEnd) < 0) {
            throw new RefusedLineException("a row whose queues are no numbers");
        }
        record.text(RECV, b, recv, recvEnd);
        record.text(SEND, b, send, sendEnd);
    }

    /** Where the first columns begin, which have no spaces inside. */
    static int[] columns(byte[] b, int from, int to, int count) throws RefusedLineException {
        int[] columns = new int[count];
        int at = from;
        for (int i = 0; i < count; i++) {
            columns[i] = at;
            if (at >= to) {
                throw new RefusedLineException("a row of netstat or ss has more columns");
            }
            at = Ascii.skipSpaces(b, Ascii.tokenEnd(b, at, to), to);
        }
        return columns;
    }

    /** netstat's name of a state, or null; {@code column} says whether it is read as netstat's (0) or as that of ss (1). */
    static @Nullable String state(byte[] b, int from, int to, int column) {
        for (int i = 0; i < STATES.length; i += 2) {
            if (Ascii.is(b, from, to, STATES[i + column])) {
                return STATES[i];
            }
        }
        return null;
    }
}
