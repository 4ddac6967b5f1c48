package dev.caravan.parse.web;

import dev.caravan.parse.core.JsonLine;
import dev.caravan.parse.core.LineFormat;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.generic.RawFormat;
import dev.caravan.pipeline.Block;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data format of the access logs of nginx and Apache: lines as they are, or records of the format that the server's
 * configuration says.
 *
 * <pre>
 * - beans:
 *     - name: shop-access
 *       type: "#class:dev.caravan.parse.web.AccessFormat"
 *       properties:
 *         format: json
 *         logFormat: '$remote_addr - $remote_user [$time_local] "$request" $status $request_time'
 *         trustedProxies: 10.0.0.0/8
 * </pre>
 */
public final class AccessFormat extends ServiceSupport implements DataFormat {

    private static final Logger LOG = LoggerFactory.getLogger(AccessFormat.class);
    /** Blocks of raw lines that are looked at: each of them by its first line. */
    private static final int LOOKED_AT = 20;

    private final RawFormat raw = new RawFormat();
    private final AtomicInteger looked = new AtomicInteger();
    private String server = "nginx";
    private String format = "json";
    private String logFormat = "";
    private String trustedProxies = "";
    private @Nullable LineFormat lines;

    /** {@code nginx} or {@code apache}: whose {@code combined} it is where no logFormat is set. */
    public void setServer(String server) {
        this.server = oneOf("server", server, "nginx", "apache");
    }

    /** {@code raw}: lines stay as they are; {@code json}: they become records. */
    public void setFormat(String format) {
        this.format = oneOf("format", format, "raw", "json");
    }

    /** The text of nginx's {@code log_format} or Apache's {@code LogFormat}; empty for {@code combined}, with or without more. */
    public void setLogFormat(String logFormat) {
        this.logFormat = logFormat.trim();
    }

    /** Addresses and networks of proxies, separated by commas, whose X-Forwarded-For is believed; empty for none. */
    public void setTrustedProxies(String trustedProxies) {
        this.trustedProxies = trustedProxies.trim();
    }

    private static String oneOf(String name, String value, String first, String second) {
        if (!value.equals(first) && !value.equals(second)) {
            throw new IllegalArgumentException(name + " is \"" + value + "\": it must be " + first + " or " + second);
        }
        return value;
    }

    @Override
    protected void doInit() {
        lines();
    }

    private synchronized LineFormat lines() {
        if (lines == null) {
            lines = new LineFormat(parser(server, logFormat, trustedProxies));
        }
        return lines;
    }

    /**
     * The parser of a format.
     *
     * @throws IllegalArgumentException the format, or a proxy, cannot be understood; the message says what of it
     */
    static LineParser parser(String server, String logFormat, String trustedProxies) {
        TrustedProxies proxies = trustedProxies.isEmpty() ? null : new TrustedProxies(trustedProxies);
        if (logFormat.isEmpty() && proxies == null) {
            return server.equals("nginx") ? new NginxAccess() : new ApacheAccess();
        }
        LogFormat read;
        try {
            read = LogFormat.of(logFormat.isEmpty() ? "combined" : logFormat);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("logFormat is \"" + logFormat + "\": " + e.getMessage(), e);
        }
        if (read.escape() == LogFormat.Escape.JSON) {
            if (proxies != null) {
                throw new IllegalArgumentException("trustedProxies goes with a logFormat that is not JSON:"
                    + " let nginx write $realip_remote_addr");
            }
            return new JsonLine();
        }
        return new AccessLog(read, proxies);
    }

    @Override
    public Object unmarshal(Exchange exchange, Object body) throws Exception {
        if (format.equals("json")) {
            return lines().unmarshal(exchange, body);
        }
        if (body instanceof Block block && looked.get() < LOOKED_AT) {
            look(block);
        }
        return raw.unmarshal(exchange, body);
    }

    /** Says so where raw lines are none that Panther's own schema takes, which has exactly the columns of combined. */
    private void look(Block block) {
        looked.incrementAndGet();
        String reason = lines().parser() instanceof NginxAccess || lines().parser() instanceof ApacheAccess
            ? RawCombined.problem(block, lines().parser()) : null;
        if (reason != null) {
            looked.set(LOOKED_AT);
            LOG.warn("{}: {} has lines that are not in the format combined ({}). They are delivered as they are, but Panther's {}"
                + " will not read them: set caravan.source.{}.format = json, and caravan.source.{}.log-format to the format of"
                + " your {} configuration (caravan parse --guess-format {} tells whether that is needed).",
                block.origin().source(), block.origin().file(), reason, server.equals("nginx") ? "Nginx.Access"
                    : "Apache.AccessCombined", block.origin().source(), block.origin().source(), server, block.origin().file());
        }
    }

    @Override
    public Object unmarshal(Exchange exchange, InputStream stream) throws Exception {
        return unmarshal(exchange, (Object) stream);
    }

    @Override
    public void marshal(Exchange exchange, Object graph, OutputStream stream) {
        throw new UnsupportedOperationException("an access log is only read");
    }
}
