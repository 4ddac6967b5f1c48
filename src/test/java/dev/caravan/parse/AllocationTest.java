package dev.caravan.parse;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.caravan.parse.core.LineFormat;
import dev.caravan.pipeline.Block;
import dev.caravan.pipeline.TestBlock;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many bytes of memory a parser asks for, a line: what does not depend on the machine, and tells of a change that makes
 * every line dearer. The bounds are a third above what was measured without the optimising compiler, which removes some.
 */
@Tag("slow")
class AllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest(name = "{0}: at most {2} bytes a line")
    @CsvSource({
        "nginxAccess, nginx-access.log, 130",
        "nginxError, nginx-error.log, 120",
        "syslog, auth-rfc3339.log, 50",
        "syslog, auth-traditional.log, 120",
        "syslog-fluentd, auth-rfc3339.log, 1700",
        "netstat, netstat-tunlp.txt, 1500",
        "netstat, ss-tunlp.txt, 2100",
        "kernelModules, lsmod.txt, 5200",
        "who, who.txt, 5400",
        "apacheAccess, apache-access.log, 140",
        "apacheError, apache-error.log, 5500",
        "fail2ban, fail2ban.log, 4500",
        "auditd, audit.log, 9500",
        "traefik, traefik-clf.log, 6000",
        "zeek, zeek-conn.tsv.log, 3300",
        "zeek, zeek-conn.json.log, 860",
        "jsonLines, zeek-conn.json.log, 860"})
    void aLineCostsSoMuchMemory(String parser, String sample, int bound) throws IOException {
        LineFormat format = new LineFormat(new Parsers(ZoneOffset.UTC).get(parser));
        Block block = block(sample);
        // The buffers grow to their size, and what is made once is made.
        for (int i = 0; i < 20; i++) {
            format.parse(block);
        }
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < 20; i++) {
            format.parse(block);
        }
        long bytes = (THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / 20 / block.lines();
        assertTrue(bytes <= bound, parser + " took " + bytes + " bytes a line");
    }

    /** The sample many times over, with its odd lines. */
    private static Block block(String sample) throws IOException {
        try (InputStream in = AllocationTest.class.getResourceAsStream("/samples/" + sample)) {
            return TestBlock.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).repeat(50));
        }
    }
}
