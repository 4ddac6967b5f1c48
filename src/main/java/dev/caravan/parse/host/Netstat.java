package dev.caravan.parse.host;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.schema.Field;
import dev.caravan.schema.RecordType;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Reads the sockets that {@code netstat -tunlp} or {@code ss -tunlp} print, also without {@code -l} or {@code -p} and with the
 * options that people add ({@code -e}, {@code -o}, {@code -W}; for ss {@code -i}, {@code -m}, {@code -O} too), and gives the same
 * record for both. Formats: man 8 netstat (net-tools), man 8 ss (iproute2), and the programs' sources for the widths of columns.
 *
 * <p>Texts, always there: {@code protocol} (tcp, tcp6, udp, udp6), {@code recv}, {@code send} (bytes in the queues; for a
 * listening socket ss prints the length of its backlog as {@code send}, netstat 0),
 * {@code local_address}, {@code foreign_address}, {@code state} (as netstat calls it; empty for UDP that is not
 * connected), {@code process} ({@code pid/program} as netstat prints it, {@code -} when unknown), {@code name} (of the
 * program, empty when unknown), {@code host} and {@code time} (RFC 3339, UTC: when the command was started).
 *
 * <p>Where they are known: {@code local_ip}, {@code local_port}, {@code foreign_ip}, {@code foreign_port}, {@code pid}; ports and
 * pid are numbers. An address that netstat has cut, as it does with long IPv6 addresses unless {@code --wide} is given, is no
 * {@code local_ip}. {@code processes} lists all owners of a socket that has more than one, as {@code process} has the first; only
 * ss prints them. With the options above {@code uid} or {@code user}, {@code socket_inode}, {@code timer} and {@code cgroup}.
 *
 * <p>Headers, notices and the indented lines of {@code ss -i} and {@code -m} are no records. A process names itself as it likes;
 * see {@link SocketOwner}.
 */
public final class Netstat implements LineParser {

    private static final SerializableString TIME = RecordWriter.name("time");
    private static final SerializableString HOST = RecordWriter.name("host");

    private static final String[] NOTICES = {"Active Internet connections", "Proto Recv-Q", "Netid", "State ", "Recv-Q Send-Q",
        "(No info could be read", "(Not all processes could be identified", " will not be shown, you would have to be root"};
    /** What ss says of a socket in a line of its own that begins with a tab. */
    private static final String[] DETAILS = {"skmem:(", "cwnd:", "rto:", "wscale:", "mss:", "rtt:", "sack", "tcp-ulp-"};

    @Override
    public RecordType records() {
        return RecordType.of("netstat", "Custom.Netstat", "Listening sockets, one record each, of netstat -tunlp or ss -tunlp",
            Field.text("foreign_address", "Peer as printed, for example 0.0.0.0:* while listening").required(true),
            Field.text("local_address", "Address and port as printed, for example 0.0.0.0:22 or :::22").required(true),
            Field.text("name", "Name of the program that holds the socket; empty if not known").required(true),
            Field.text("process", "Process id and program as printed, for example 612/sshd; - if not known").required(true),
            Field.text("protocol", "tcp, tcp6, udp or udp6").required(true),
            Field.text("recv", "Bytes received and not yet read by the program; for a listening TCP socket, connections that wait").required(true),
            Field.text("send", "Bytes sent and not yet acknowledged; for a listening TCP socket, the size of its queue").required(true),
            Field.text("state", "State of the socket, for example LISTEN; empty for UDP").required(true),
            Field.eventTime("time", "Time of the event; when the command was started"),
            Field.text("host", "Name of the machine", "hostname"),
            Field.text("local_ip", "Address from local_address", "ip"),
            Field.number("local_port", "Port from local_address"),
            Field.text("foreign_ip", "Address from foreign_address", "ip"),
            Field.number("foreign_port", "Port from foreign_address; missing if it is *"),
            Field.number("pid", "Process id; from process"),
            Field.texts("processes", "All processes that hold the socket, if there is more than one; only ss prints them"),
            Field.number("uid", "User id of the socket's owner, with -e"),
            Field.text("user", "Name of the socket's owner, with netstat -e and without -n", "username"),
            Field.number("socket_inode", "Inode of the socket, with -e"),
            Field.text("timer", "Timer of the connection as printed, with -o"),
            Field.text("cgroup", "Control group of the socket, with ss -e"));
    }

    @Override
    public List<String> samples() {
        return List.of("netstat-tunlp.txt", "netstat-nonroot.txt", "ss-tunlp.txt");
    }

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        byte[] b = line.bytes();
        int from = line.start();
        int to = line.end();
        while (to > from && b[to - 1] == ' ') {
            to--;
        }
        if (to == from || isNotice(b, from, to) || isDetails(b, from, to)) {
            return false;
        }
        if (NetstatRow.isOne(b, from, to)) {
            NetstatRow.write(b, from, to, record);
        } else {
            SsRow.write(b, from, to, line.origin().file(), record);
        }
        record.text(TIME, line.origin().time().truncatedTo(ChronoUnit.MILLIS).toString());
        record.text(HOST, line.origin().host());
        return true;
    }

    private static boolean isNotice(byte[] b, int from, int to) {
        for (String notice : NOTICES) {
            if (Ascii.starts(b, from, to, notice)) {
                return true;
            }
        }
        return Ascii.skipSpaces(b, from, to) == to;
    }

    private static boolean isDetails(byte[] b, int from, int to) {
        if (b[from] != '\t') {
            return false;
        }
        for (String detail : DETAILS) {
            if (Ascii.find(b, from, to, detail) >= 0) {
                return true;
            }
        }
        return false;
    }
}
