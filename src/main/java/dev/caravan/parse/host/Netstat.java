package dev.caravan.parse.host;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Ascii;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import java.time.temporal.ChronoUnit;

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
 * ss prints them. With the options above {@code uid} or {@code user}, {@code inode}, {@code timer} and {@code cgroup}.
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
