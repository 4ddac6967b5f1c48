package dev.caravan.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A jar with a parser, as somebody else would build it: {@code DOOR opened by USER} at the time of reading. */
public final class ParserJar {

    private static final String SERVICE = "META-INF/services/dev.caravan.parse.core.ParserProvider";
    private static final String SOURCE =
        """
                    package org.example;

                    import dev.caravan.parse.core.*;
                    import dev.caravan.schema.*;
                    import java.time.ZoneId;
                    import java.util.Comparator;
            import java.util.List;

                    public final class %1$s implements ParserProvider {
                        @Override
                        public List<String> names() {
                            return List.of("%2$s");
                        }

                        @Override
                        public LineParser parser(String name, ZoneId zone) {
                            return new Doors();
                        }

                        static final class Doors implements LineParser {
                            @Override
                            public RecordType records() {
                                return RecordType.of("%2$s", "Custom.Doors", "Doors that were opened", Field.eventTime("time", "When it was read").required(true),
                                    Field.text("door", "Which door").required(true), Field.text("user", "Who opened it", "username"));
                            }

                            @Override
                            public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
                                String[] words = line.toString().split(" opened by ", 2);
                                if (words.length < 2) {
                                    throw new RefusedLineException("no door was opened");
                                }
                                record.text(RecordWriter.name("time"), line.origin().time().toString());
                                record.text(RecordWriter.name("door"), words[0]);
                                record.text(RecordWriter.name("user"), words[1]);
                                return true;
                            }
                        }
                    }
                    """;

    private ParserJar() {
    }

    /**
     * Makes it.
     *
     * @param jar    where; its directory must be there
     * @param type   simple name of the provider's class
     * @param parser name of the parser
     */
    public static Path make(Path jar, String type, String parser) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assumeTrue(compiler != null, "a JDK is needed, this is a JRE");
        Path classes = Files.createTempDirectory(jar.getParent(), "classes");
        JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///org/example/" + type + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return SOURCE.formatted(type, parser);
            }
        };
        List<String> options = List.of("-proc:none", "-d", classes.toString(), "-classpath", System.getProperty("java.class.path"));
        assertEquals(Boolean.TRUE, compiler.getTask(null, null, null, options, null, List.of(source)).call());
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream entries = new JarOutputStream(out); Stream<Path> files = Files.walk(
            classes)) {
            entries.putNextEntry(new JarEntry(SERVICE));
            entries.write(("org.example." + type + "\n").getBytes(StandardCharsets.US_ASCII));
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                entries.write(Files.readAllBytes(file));
            }
        }
        for (Path file : Tree.of(classes).stream().sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
        }
        return jar;
    }
}
