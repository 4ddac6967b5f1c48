package dev.caravan.source.file;

import dev.caravan.config.Catalog;
import dev.caravan.config.ParameterName;
import dev.caravan.config.Setting;
import dev.caravan.config.Units;
import dev.caravan.source.poll.PollGuard;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.jspecify.annotations.Nullable;

/** The parameters of the Kamelet {@code log-tail-source}. Each is checked when it is set; an invalid one stops its route. */
public abstract class LogTailParameters extends PollGuard implements CamelContextAware {

    private static final int BLOCK_BYTES = 256 * 1024;

    private CamelContext camelContext;
    private String source = "";
    private String directory = "";
    private String fileName = "";
    private String exclude = "";
    private String rotatedDirectory = "";
    private boolean startsAtEnd;
    private int maxLineBytes = Math.toIntExact(Catalog.LINE_BYTES.usual());
    private long maxUnpackedBytes = Catalog.UNPACKED_BYTES.usual();
    private Duration rotatedWait = Catalog.ROTATED_WAIT.usual();
    private int maxOpenFiles = 256;
    private String followLinks = "";
    private String multilineStart = "";
    private long multilineWait = 2000;
    private boolean joinsAuditEvents;
    private Path base = Path.of("").toAbsolutePath();

    /** @param what what is polled, for messages */
    protected LogTailParameters(String what) {
        super(what);
    }

    /** Returns the directory of the logs, absolute. */
    final Path base() {
        return base;
    }

    /** Returns the names that are followed. */
    final Names names() {
        return new Names(base, fileName, exclude);
    }

    /** Returns the name or Ant pattern, relative to the directory. */
    public String getFileName() {
        return fileName;
    }

    final TailOptions options(String host, Names names) {
        return new TailOptions(source, host, base, names::areFollowed,
            rotatedDirectory.isEmpty() ? null : PathText.path(rotatedDirectory), startsAtEnd, maxLineBytes, Math.min(BLOCK_BYTES, maxLineBytes),
            maxUnpackedBytes, rotatedWait, maxOpenFiles, bounds(), Duration.ofMillis(multilineWait), Time.SYSTEM);
    }

    private @Nullable RecordBounds bounds() {
        return joinsAuditEvents ? new AuditEventBounds()
            : multilineStart.isEmpty() ? null : new MultilineMatcher(Pattern.compile(multilineStart));
    }

    /** Reports whether links are followed that others could have created: according to the parameter, otherwise to the source's setting. */
    final boolean followsLinks() {
        String name = Catalog.FOLLOW_LINKS.name().replace("NAME", source);
        String value = followLinks.isEmpty()
            ? camelContext.resolvePropertyPlaceholders("{{" + name + ":" + Catalog.FOLLOW_LINKS.fallback() + "}}") : followLinks;
        return Catalog.FOLLOW_LINKS.named(followLinks.isEmpty() ? name : ParameterName.of("followLinks", source), null).read(value);
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /** Sets the name of the source. */
    public void setSource(String source) {
        this.source = source;
    }

    /** Returns the name of the source. */
    public String getSource() {
        return source;
    }

    /** Reads a parameter that corresponds to a setting, which gives its default. */
    private <T> T parameter(Setting<T> setting, String name, String value) {
        return setting.named(ParameterName.of(name, source), null).read(value);
    }

    /** Sets the directory: a path, or its URI. */
    public void setDirectory(String value) {
        this.directory = value;
        this.base = Path.of("").toAbsolutePath().resolve(PathText.path(directory)).normalize();
    }

    /** Returns the directory as it was set. */
    public String getDirectory() {
        return directory;
    }

    /** Sets the name or Ant pattern, relative to the directory. */
    public void setFileName(String fileName) {
        this.fileName = fileName;
    }

    /** Sets the Ant patterns, separated by commas, of files that are not followed. */
    public void setExclude(String exclude) {
        this.exclude = exclude;
    }

    /** Sets another directory into which files are rotated, or a pattern of several; empty for none. */
    public void setRotatedDirectory(String rotatedDirectory) {
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + rotatedDirectory);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(ParameterName.of("rotatedDirectory", source) + " is neither a directory nor a pattern: "
                + e.getMessage(), e);
        }
        this.rotatedDirectory = rotatedDirectory;
    }

    /** Sets where the first start begins: {@code beginning} or {@code end}. */
    public void setStart(String start) {
        this.startsAtEnd = parameter(Catalog.START, "start", start).equals("end");
    }

    /** Sets the limit of a line, in bytes. */
    public void setMaxLineBytes(String maxLineBytes) {
        this.maxLineBytes = Math.toIntExact(parameter(Catalog.LINE_BYTES, "maxLineBytes", maxLineBytes));
    }

    /** Sets whether links are followed that others than root and this user could have created; empty for the source's setting. */
    public void setFollowLinks(String followLinks) {
        if (!followLinks.isEmpty()) {
            parameter(Catalog.FOLLOW_LINKS, "followLinks", followLinks);
        }
        this.followLinks = followLinks;
    }

    /** Sets the limit of unpacked bytes of a compressed file. */
    public void setMaxUnpackedBytes(String maxUnpackedBytes) {
        this.maxUnpackedBytes = parameter(Catalog.UNPACKED_BYTES, "maxUnpackedBytes", maxUnpackedBytes);
    }

    /** Sets how long a rotated file must be quiet, in milliseconds or with a unit. */
    public void setRotatedWait(String rotatedWait) {
        this.rotatedWait = parameter(Catalog.ROTATED_WAIT, "rotatedWait", rotatedWait);
    }

    /** Sets the limit of open files. */
    public void setMaxOpenFiles(String maxOpenFiles) {
        if (!maxOpenFiles.matches("[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException(ParameterName.of("maxOpenFiles", source) + " is \"" + maxOpenFiles
                + "\": it must be a number of 1 to 999999");
        }
        this.maxOpenFiles = Integer.parseInt(maxOpenFiles);
    }

    /** Checks the interval between two polls, which Camel's endpoint keeps: it would take a wrong value for none. */
    public void setPollInterval(String pollInterval) {
        parameter(Catalog.POLL_INTERVAL, "pollInterval", pollInterval);
    }

    /** Sets a regular expression that is found in the first line of each record, and in no other line; empty for records of one line. */
    public void setMultilineStart(String multilineStart) {
        try {
            Pattern.compile(multilineStart);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(ParameterName.of("multilineStart", source) + " is no regular expression: "
                + e.getMessage(), e);
        }
        this.multilineStart = multilineStart;
    }

    /** Sets {@code events} to keep the records of an auditd event together; otherwise {@code json}, {@code raw} or empty. */
    public void setAuditFormat(String auditFormat) {
        if (!auditFormat.matches("(events|json|raw)?")) {
            throw new IllegalArgumentException(ParameterName.of("auditFormat", source) + " is " + auditFormat
                + ": it must be events, json or raw");
        }
        this.joinsAuditEvents = auditFormat.equals("events");
    }

    /** Sets how long a record waits for further lines, in milliseconds or with a unit. */
    public void setMultilineWait(String multilineWait) {
        this.multilineWait = Units.millis(ParameterName.of("multilineWait", source), multilineWait);
    }
}
