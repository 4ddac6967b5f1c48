package dev.caravan.cli;

import dev.caravan.app.ProgramVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The options that every command has. Only picocli reads the fields, by reflection. */
@Command(versionProvider = HelpOptions.Version.class)
@SuppressWarnings("unused")
public final class HelpOptions {

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this help.")
    private boolean help;

    @Option(names = {"-V", "--version"}, versionHelp = true, description = "Print the version.")
    private boolean version;

    /** The version that picocli prints. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"caravan " + ProgramVersion.current()};
        }
    }
}
