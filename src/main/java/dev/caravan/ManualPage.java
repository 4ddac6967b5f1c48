package dev.caravan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A generator of the manual page and of the completion for bash, from the declarations of the commands. The build runs it. */
public final class ManualPage {

    private static final int EXTRA_FLAGS = 8;
    private static final byte BEST = 2;

    private final StringBuilder text = new StringBuilder();

    private ManualPage(CommandLine program) {
        CommandSpec all = program.getCommandSpec();
        line(".TH CARAVAN 1");
        line(".SH NAME");
        line("caravan \\- " + escape("ships the security logs of a web server to Amazon S3"));
        line(".SH SYNOPSIS");
        line(".B caravan");
        line(escape("[COMMAND] [OPTIONS]; without a command: run"));
        line(".SH DESCRIPTION");
        paragraphs(all.usageMessage().description());
        options(all);
        line(".SH COMMANDS");
        program.getSubcommands().forEach((name, command) -> {
            CommandSpec spec = command.getCommandSpec();
            if (!spec.usageMessage().hidden()) {
                line(".SS " + escape("caravan " + name));
                paragraphs(spec.usageMessage().description());
                options(spec);
                paragraphs(spec.usageMessage().footer());
            }
        });
        line(".SH FILES");
        line(escape("/etc/caravan/application.properties has the settings, /etc/caravan/routes your route files, and"
            + " /usr/share/doc/caravan the documentation."));
    }

    /**
     * Writes {@code man/caravan.1.gz} and {@code completions/caravan.bash}.
     *
     * @param args the directory, which is created if it is missing
     * @throws IOException if the files cannot be written
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        Files.createDirectories(directory.resolve("man"));
        Files.createDirectories(directory.resolve("completions"));
        CommandLine program = new CommandLine(Caravan.class);
        Files.write(directory.resolve("man/caravan.1.gz"), pack(new ManualPage(program).text.toString()));
        Files.writeString(directory.resolve("completions/caravan.bash"), AutoComplete.bash("caravan", program));
    }

    private static byte[] pack(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = packed.toByteArray();
        // Java leaves XFL 0; Debian's checks read the compression level from it (RFC 1952, 2.3.1).
        bytes[EXTRA_FLAGS] = BEST;
        return bytes;
    }

    private void options(CommandSpec spec) {
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            term(parameter.paramLabel(), parameter.description());
        }
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                term(String.join(", ", option.names()) + (option.arity().max() > 0 ? " " + option.paramLabel() : ""),
                    option.description());
            }
        }
    }

    private void term(String name, String... description) {
        line(".TP");
        line("\\fB" + escape(name) + "\\fR");
        line(escape(plain(String.join(" ", description))));
    }

    private void paragraphs(String... all) {
        for (String one : all) {
            for (String part : List.of(plain(one).split("\n", -1))) {
                if (!part.isBlank()) {
                    line(".PP");
                    line(escape(part.strip()));
                }
            }
        }
    }

    /** Replaces picocli's escapes: %n is a new line, %% is one %. */
    private static String plain(String text) {
        return text.replace("%n", "\n").replace("%%", "%");
    }

    /** Escapes a text for roff: groff_char(7), groff(7). */
    private static String escape(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
