package dev.caravan.parse;

import com.fasterxml.jackson.core.SerializableString;
import java.time.temporal.ChronoUnit;

/**
 * Reads the sockets that {@code netstat -tunlp} or {@code ss -tunlp} print (also without {@code -l}, or without
 * {@code -p}), and gives the same record for both. Formats: man 8 netstat (net-tools), man 8 ss (iproute2).
 *
 * <p>Texts, always there: {@code protocol} (tcp, tcp6, udp, udp6), {@code recv}, {@code send} (bytes in the queues; for a
 * listening socket ss prints the length of its backlog as {@code send}, netstat 0),
 * {@code local_address}, {@code foreign_address}, {@code state} (as netstat calls it; empty for UDP that is not
 * connected), {@code process} ({@code pid/program} as netstat prints it, {@code -} when unknown), {@code name} (of the
 * program, empty when unknown), {@code host} and {@code time} (RFC 3339, UTC: when the command was started).
 *
 * <p>Where they are known: {@code local_ip}, {@code local_port}, {@code foreign_ip}, {@code foreign_port}, {@code pid};
 * ports and pid are numbers. An address that netstat has cut, as it does with long IPv6 addresses unless {@code --wide}
 * is given, is no {@code local_ip}.
 *
 * <p>Headers and notices are no records. A process names itself as it likes; see {@link SocketOwner}.
 */
public final class Netstat implements LineParser {

    private static final SerializableString PROTOCOL = RecordWriter.name("protocol");
    private static final SerializableString RECV = RecordWriter.name("recv");
    private static final SerializableString SEND = RecordWriter.name("send");
    private static final SerializableString STATE = RecordWriter.name("state");
    private static final SerializableString TIME = RecordWriter.name("time");
    private static final SerializableString HOST = RecordWriter.name("host");

    private static final String[] PROTOCOLS = {"tcp", "tcp6", "udp", "udp6", "udpl", "udpl6"};
    private static final String[] NOTICES = {"Active Internet connections", "Proto Recv-Q", "Netid", "(No info could be read",
        "(Not all processes could be identified", " will not be shown, you would have to be root"};
    /** The states of netstat, each followed by that of ss. */
    private static final String[] STATES = {"LISTEN", "LISTEN", "ESTABLISHED", "ESTAB", "TIME_WAIT", "TIME-WAIT",
        "SYN_SENT", "SYN-SENT", "SYN_RECV", "SYN-RECV", "FIN_WAIT1", "FIN-WAIT-1", "FIN_WAIT2", "FIN-WAIT-2",
        "CLOSE_WAIT", "CLOSE-WAIT", "LAST_ACK", "LAST-ACK", "CLOSING", "CLOSING", "CLOSE", "UNCONN", "CLOSE", "CLOSED",
        "SYN_RECV", "NEW-SYN-RECV", "UNKNOWN", "UNKNOWN"};

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLine {
        byte[] b = line.bytes();
        int from = line.start();
        int to = line.end();
        while (to > from && b[to - 1] == ' ') {
            to--;
        }
        if (to == from || isNotice(b, from, to)) {
            return false;
        }
        int second = Ascii.skipSpaces(b, Ascii.tokenEnd(b, from, to), to);
        if (second < to && Ascii.isDigit(b[second])) {
            netstat(b, from, to, record);
        } else {
            ss(b, from, to, record);
        }
        record.text(TIME, line.origin().time().truncatedTo(ChronoUnit.MILLIS).toString());
        record.text(HOST, line.origin().host());
        return true;
    }

    /** {@code tcp6 0 0 ::1:22 :::* LISTEN 8904/sshd: /usr/sbi}; the state is missing in most rows of UDP. */
    private static void netstat(byte[] b, int from, int to, RecordWriter record) throws RefusedLine {
        int[] columns = columns(b, from, to, 5);
        int protocolEnd = Ascii.tokenEnd(b, from, to);
        if (!isOneOf(b, from, protocolEnd, PROTOCOLS)) {
            throw new RefusedLine("a row of netstat with an unknown protocol");
        }
        record.text(PROTOCOL, b, from, protocolEnd);
        boolean v6 = b[protocolEnd - 1] == '6';
        writeQueues(b, columns[1], columns[2], to, record);
        SocketAddress.netstat(b, columns[3], Ascii.tokenEnd(b, columns[3], to), v6).writeLocal(record);
        int foreignEnd = Ascii.tokenEnd(b, columns[4], to);
        SocketAddress.netstat(b, columns[4], foreignEnd, v6).writeForeign(record);
        int state = Ascii.skipSpaces(b, foreignEnd, to);
        int stateEnd = Ascii.tokenEnd(b, state, to);
        String name = state(b, state, stateEnd, 0);
        if (name == null && b[from] == 't') {
            throw new RefusedLine("a row of netstat with an unknown state");
        }
        record.text(STATE, name == null ? "" : name);
        SocketOwner.netstat(b, name == null ? state : Ascii.skipSpaces(b, stateEnd, to), to, record);
    }

    /** {@code tcp LISTEN 0 128 [::1]:22 [::]:* users:(("sshd",pid=8904,fd=3))}. */
    private static void ss(byte[] b, int from, int to, RecordWriter record) throws RefusedLine {
        int[] columns = columns(b, from, to, 6);
        boolean tcp = Ascii.is(b, from, Ascii.tokenEnd(b, from, to), "tcp");
        String state = state(b, columns[1], Ascii.tokenEnd(b, columns[1], to), 1);
        if (!tcp && !Ascii.is(b, from, Ascii.tokenEnd(b, from, to), "udp") || state == null) {
            throw new RefusedLine("neither a row of netstat nor one of ss");
        }
        int foreignEnd = Ascii.tokenEnd(b, columns[5], to);
        SocketAddress local = SocketAddress.ss(b, columns[4], Ascii.tokenEnd(b, columns[4], to), false);
        SocketAddress foreign = SocketAddress.ss(b, columns[5], foreignEnd, local.isV6());
        record.text(PROTOCOL, (tcp ? "tcp" : "udp") + (local.isV6() ? "6" : ""));
        writeQueues(b, columns[2], columns[3], to, record);
        local.writeLocal(record);
        foreign.writeForeign(record);
        record.text(STATE, !tcp && state.equals("CLOSE") ? "" : state);
        SocketOwner.ss(b, Ascii.skipSpaces(b, foreignEnd, to), to, record);
    }

    private static void writeQueues(byte[] b, int recv, int send, int to, RecordWriter record) throws RefusedLine {
        int recvEnd = Ascii.tokenEnd(b, recv, to);
        int sendEnd = Ascii.tokenEnd(b, send, to);
        if (Ascii.number(b, recv, recvEnd) < 0 || Ascii.number(b, send, sendEnd) < 0) {
            throw new RefusedLine("a row whose queues are no numbers");
        }
        record.text(RECV, b, recv, recvEnd);
        record.text(SEND, b, send, sendEnd);
    }

    /** Where the first columns begin, which have no spaces inside. */
    private static int[] columns(byte[] b, int from, int to, int count) throws RefusedLine {
        int[] columns = new int[count];
        int at = from;
        for (int i = 0; i < count; i++) {
            columns[i] = at;
            if (at >= to) {
                throw new RefusedLine("a row of netstat or ss has more columns");
            }
            at = Ascii.skipSpaces(b, Ascii.tokenEnd(b, at, to), to);
        }
        return columns;
    }

    /** netstat's name of a state, or null; {@code column} says whether it is read as netstat's (0) or as that of ss (1). */
    private static String state(byte[] b, int from, int to, int column) {
        for (int i = 0; i < STATES.length; i += 2) {
            if (Ascii.is(b, from, to, STATES[i + column])) {
                return STATES[i];
            }
        }
        return null;
    }

    private static boolean isOneOf(byte[] b, int from, int to, String[] texts) {
        for (String text : texts) {
            if (Ascii.is(b, from, to, text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNotice(byte[] b, int from, int to) {
        for (String notice : NOTICES) {
            if (Ascii.starts(b, from, to, notice)) {
                return true;
            }
        }
        return Ascii.skipSpaces(b, from, to) == to;
    }
}
