package dev.caravan.parse;

import dev.caravan.bench.LogLines;
import dev.caravan.parse.core.LineFormat;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.TestBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds a line, each parser on a block of lines of its kind; {@code plain} is a parser written the easy way. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class ParserBenchmark {

    private static final int LINES = 1000;
    private static final Map<String, String> SAMPLES = Map.of("nginxError", "nginx-error.log", "netstat",
        "netstat-tunlp.txt", "kernelModules", "lsmod.txt", "who", "who.txt", "apacheAccess", "apache-access.log", "apacheError",
        "apache-error.log", "fail2ban", "fail2ban.log", "auditd", "audit.log", "zeek", "zeek-conn.tsv.log", "jsonLines",
        "zeek-conn.json.log");

    @Param({"nginxAccess", "plain", "syslog", "syslog-fluentd", "nginxError", "netstat", "kernelModules", "who", "apacheAccess",
        "apacheError", "fail2ban", "auditd", "zeek", "jsonLines"})
    private String parser;
    private LineFormat format;
    private Block block;

    /** Makes the block. */
    @Setup
    public void lines() throws IOException {
        format = new LineFormat(parser.equals("plain") ? new PlainParser() : new Parsers(ZoneOffset.UTC).get(parser));
        String text;
        if (SAMPLES.containsKey(parser)) {
            text = repeated(SAMPLES.get(parser));
        } else {
            LogLines log = parser.startsWith("syslog") ? LogLines.AUTH : LogLines.NGINX;
            text = new String(log.bytes(LINES), StandardCharsets.UTF_8);
        }
        block = TestBlock.of(text);
    }

    private static String repeated(String sample) throws IOException {
        byte[] once;
        try (InputStream in = ParserBenchmark.class.getResourceAsStream("/samples/" + sample)) {
            once = in.readAllBytes();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int lines = 0;
        while (lines < LINES) {
            for (String line : new String(once, StandardCharsets.UTF_8).split("\n")) {
                if (lines++ < LINES) {
                    all.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    /** Parses the block. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public Block parse() {
        return format.parse(block);
    }
}
