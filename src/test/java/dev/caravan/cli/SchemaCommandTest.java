package dev.caravan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.parse.Schemas;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SchemaCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new SchemaCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @Test
    void withoutANameEachSchemaIsListedOnALine() {
        assertEquals(0, run());
        List<String> lines = out.toString().lines().toList();
        assertEquals(Schemas.names().size(), lines.size());
        assertEquals("netstat           Custom.Netstat        Listening sockets, one record each, of netstat -tunlp or ss -tunlp",
            lines.get(Schemas.names().indexOf("netstat")));
    }

    @Test
    void withANameItsFileIsPrinted() {
        assertEquals(0, run("auth"));
        assertEquals(Schemas.text("auth"), out.toString());
        assertTrue(out.toString().startsWith("schema: Custom.Auth\n"));
    }

    @Test
    void withSqlItsTableIsPrinted() {
        assertEquals(0, run("nginx-json", "--sql", "duckdb", "--bucket", "b"));
        assertTrue(out.toString().contains("'s3://b/nginx/*/*/*/*'"), out.toString());
        assertEquals(1, run("auth", "--sql", "athena", "--key", "{source}/{uuid}.{ext}"));
        assertTrue(err.toString().startsWith("caravan.key has no date in its folders"), err.toString());
    }

    @Test
    void anUnknownNameIsAnErrorWithTheNames() {
        assertEquals(1, run("zeek"));
        assertEquals(
            "no schema 'zeek'; there are apache-error-json, apache-json, auditd, auditd-events, auth, caddy, fail2ban, kernel-modules, netstat, "
                + "nginx-error-json, nginx-json, traefik, unparsed, users", err.toString().strip());
        assertEquals("", out.toString());
    }
}
