package dev.caravan.parse.auth;

import dev.caravan.parse.core.RefusedLineException;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.Bytes;
import dev.caravan.pipeline.SharedNames;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The data format {@code journal-raw}: a line of syslog of each record of the journal, as rsyslog's default format has it
 * ({@code 2026-11-25T02:24:49.123920Z web1 sshd[8904]: text}). Control characters become {@code #} and three octal digits, as with
 * rsyslog, so that a record stays one line. A line that is no record stays as it is.
 */
public final class JournalRaw extends ServiceSupport implements DataFormat {

    @Override
    public Object unmarshal(Exchange exchange, Object body) {
        if (!(body instanceof Block block)) {
            throw new IllegalArgumentException("unmarshal with journal-raw needs the lines of journal-source as body");
        }
        Block raw = raw(block);
        exchange.setProperty(SharedNames.BLOCK_PROPERTY, raw);
        return raw;
    }

    @Override
    public Object unmarshal(Exchange exchange, InputStream stream) {
        return unmarshal(exchange, (Object) stream);
    }

    @Override
    public void marshal(Exchange exchange, Object graph, OutputStream stream) {
        throw new UnsupportedOperationException("journal-raw only reads");
    }

    /** The lines of a block as lines of syslog. */
    static Block raw(Block block) {
        byte[] b = block.bytes();
        ByteArrayOutputStream out = new ByteArrayOutputStream(block.length());
        for (int from = 0; from < block.length();) {
            int newline = Bytes.indexOf(b, from, block.length(), '\n');
            int to = newline < 0 ? block.length() : newline;
            try {
                write(new JournalRecord(b, from, to), block.origin().host(), out);
            } catch (RefusedLineException e) {
                out.write(b, from, to - from);
            }
            out.write('\n');
            from = to + 1;
        }
        return block.with(out.toByteArray(), out.size(), block.lines(), "log");
    }

    private static void write(JournalRecord record, String host, ByteArrayOutputStream out) throws RefusedLineException {
        String time = record.time();
        String there = record.text("_HOSTNAME");
        long pid = record.pid();
        out.writeBytes((time + " ").getBytes(StandardCharsets.US_ASCII));
        escape((there == null ? host : there).getBytes(StandardCharsets.UTF_8), out);
        out.write(' ');
        escape(record.ident().getBytes(StandardCharsets.UTF_8), out);
        out.writeBytes(((pid < 0 ? "" : "[" + pid + "]") + ": ").getBytes(StandardCharsets.US_ASCII));
        escape(record.message(), out);
    }

    private static void escape(byte[] text, ByteArrayOutputStream out) {
        for (byte b : text) {
            if (b >= 0 && b < ' ' || b == 0x7f) {
                out.write('#');
                out.write('0' + (b >> 6));
                out.write('0' + (b >> 3 & 7));
                out.write('0' + (b & 7));
            } else {
                out.write(b);
            }
        }
    }
}
