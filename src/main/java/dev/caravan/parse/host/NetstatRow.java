package dev.caravan.parse.host;

import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.parse.core.SocketAddress;

/**
 * A row of netstat: {@code tcp6 0 0 ::1:22 :::* LISTEN 8904/sshd: /usr/sbi}; the state is missing in most rows of UDP. With
 * {@code -e} user and inode stand before the process, with {@code -o} a timer behind it.
 *
 * <p>The process has a column of 20 bytes in which netstat prints 19 at most ({@code PROGNAME_WIDTH} in netstat.c), so the timer is
 * known by its place: a program cannot name itself so that its name looks like one.
 */
final class NetstatRow {

    private static final String[] PROTOCOLS = {"tcp", "tcp6", "udp", "udp6", "udpl", "udpl6"};
    private static final int PROCESS_WIDTH = 20;

    private NetstatRow() {
    }

    /** Whether it is no row of ss: its second column is a number. */
    static boolean isOne(byte[] b, int from, int to) {
        int second = Ascii.skipSpaces(b, Ascii.tokenEnd(b, from, to), to);
        return second < to && Ascii.isDigit(b[second]) && !Ascii.isDigit(b[from])
            && SocketColumns.state(b, from, Ascii.tokenEnd(b, from, to), 1) == null;
    }

    static void write(byte[] b, int from, int to, RecordWriter record) throws RefusedLineException {
        int[] columns = SocketColumns.columns(b, from, to, 5);
        int protocolEnd = Ascii.tokenEnd(b, from, to);
        if (!isProtocol(b, from, protocolEnd)) {
            throw new RefusedLineException("a row of netstat with an unknown protocol");
        }
        record.text(SocketColumns.PROTOCOL, b, from, protocolEnd);
        boolean v6 = b[protocolEnd - 1] == '6';
        SocketColumns.writeQueues(b, columns[1], columns[2], to, record);
        SocketAddress.netstat(b, columns[3], Ascii.tokenEnd(b, columns[3], to), v6).writeLocal(record);
        int foreignEnd = Ascii.tokenEnd(b, columns[4], to);
        SocketAddress.netstat(b, columns[4], foreignEnd, v6).writeForeign(record);
        int state = Ascii.skipSpaces(b, foreignEnd, to);
        int stateEnd = Ascii.tokenEnd(b, state, to);
        String name = SocketColumns.state(b, state, stateEnd, 0);
        if (name == null && b[from] == 't') {
            throw new RefusedLineException("a row of netstat with an unknown state");
        }
        record.text(SocketColumns.STATE, name == null ? "" : name);
        int process = writeOwner(b, name == null ? state : Ascii.skipSpaces(b, stateEnd, to), to, record);
        int processEnd = to;
        if (to - process > PROCESS_WIDTH && b[process + PROCESS_WIDTH] == ' '
            && isTimer(b, process + PROCESS_WIDTH + 1, to)) {
            record.text(SocketColumns.TIMER, b, process + PROCESS_WIDTH + 1, to);
            processEnd = process + PROCESS_WIDTH;
        } else if (isTimer(b, process, to)) {
            // With -o and without -p.
            record.text(SocketColumns.TIMER, b, process, to);
            processEnd = process;
        }
        while (processEnd > process && b[processEnd - 1] == ' ') {
            processEnd--;
        }
        SocketOwner.netstat(b, process, processEnd, record);
    }

    private static boolean isProtocol(byte[] b, int from, int to) {
        for (String protocol : PROTOCOLS) {
            if (Ascii.is(b, from, to, protocol)) {
                return true;
            }
        }
        return false;
    }

    /** Writes the two columns of {@code -e}, if they are there; returns where the next one begins. */
    private static int writeOwner(byte[] b, int from, int to, RecordWriter record) {
        int userEnd = Ascii.tokenEnd(b, from, to);
        int inode = Ascii.skipSpaces(b, userEnd, to);
        int inodeEnd = Ascii.tokenEnd(b, inode, to);
        long number = Ascii.number(b, inode, inodeEnd);
        // A process has a slash or is a dash, a user has neither (useradd(8)).
        if (number < 0 || Ascii.indexOf(b, from, userEnd, '/') >= 0 || Ascii.is(b, from, userEnd, "-")) {
            return from;
        }
        long uid = Ascii.number(b, from, userEnd);
        if (uid < 0) {
            record.text(SocketColumns.USER, b, from, userEnd);
        } else {
            record.number(SocketColumns.UID, uid);
        }
        record.number(SocketColumns.SOCKET_INODE, number);
        return Ascii.skipSpaces(b, inodeEnd, to);
    }

    /** {@code off (0.00/0/0)}, {@code keepalive (6176.47/0/0)}, {@code on (0.20/1/0)}. */
    private static boolean isTimer(byte[] b, int from, int to) {
        int nameEnd = Ascii.tokenEnd(b, from, to);
        int open = nameEnd + 1;
        if (nameEnd == from || open >= to || b[open] != '(' || b[to - 1] != ')') {
            return false;
        }
        int slashes = 0;
        for (int i = open + 1; i < to - 1; i++) {
            slashes += b[i] == '/' ? 1 : 0;
            if (!Ascii.isDigit(b[i]) && b[i] != '.' && b[i] != '/' && b[i] != '-') {
                return false;
            }
        }
        return slashes == 2 && Ascii.indexOf(b, from, nameEnd, '/') < 0;
    }
}
