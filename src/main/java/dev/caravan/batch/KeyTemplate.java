package dev.caravan.batch;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Creates the keys of objects from the setting {@code caravan.key}. Times are in UTC and say when the batch was opened. Whatever the
 * values, a key contains no spaces, {@code +}, {@code %}, {@code ..}, control or non-ASCII characters, and no two batches get the same key.
 */
public final class KeyTemplate {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final Set<String> NAMES = Set.of("source", "yyyy", "MM", "dd", "HH", "mm", "timestamp", "host",
        "seq", "uuid", "ext");
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
        .withZone(ZoneOffset.UTC);

    private final String template;
    private final String host;
    private final String instance;

    /**
     * Creates the template.
     *
     * @param template the setting
     * @param host     value of {host}
     * @param instance part of {seq}, different for each state directory
     * @throws IllegalArgumentException the template cannot give valid and unique keys; the message names the setting
     */
    public KeyTemplate(String template, String host, String instance) {
        this.template = template.trim();
        this.host = clean(host);
        this.instance = instance;
        check();
    }

    private void check() {
        Matcher m = PLACEHOLDER.matcher(template);
        while (m.find()) {
            if (!NAMES.contains(m.group(1))) {
                throw bad("{" + m.group(1) + "} is not known; the placeholders are " + new java.util.TreeSet<>(NAMES));
            }
        }
        boolean unique = template.contains("{uuid}") || template.contains("{host}") && template.contains("{seq}");
        if (!unique) {
            throw bad("it cannot give unique keys: it needs {host} and {seq}, or {uuid}");
        }
        String literal = PLACEHOLDER.matcher(template).replaceAll("x");
        if (!literal.matches("[A-Za-z0-9!_.*'()/=-]+")) {
            throw bad("it may contain only letters, digits, placeholders and ! _ . * ' ( ) / = -");
        }
        if (literal.startsWith("/") || literal.endsWith("/") || literal.contains("//") || literal.contains("..")
            || ("/" + literal + "/").contains("/./")) {
            throw bad("it must not start or end with /, nor contain //, . or .. as a folder");
        }
    }

    private IllegalArgumentException bad(String why) {
        return new IllegalArgumentException("caravan.key is \"" + template + "\": " + why);
    }

    /**
     * Returns the key of a part.
     *
     * @param output    the source as the reader knows it; may contain {@code /}
     * @param origin    name of the source that the batch belongs to
     * @param opened    when the batch was opened
     * @param sequence  number of the batch within its source
     * @param extension for example {@code json.gz}
     * @param copy      1; a higher number gives another key, for a part whose key another part of its batch has, because the template lacks
     *                  {source} or {ext}
     */
    public String key(String output, String origin, Instant opened, long sequence, String extension, int copy) {
        // If two sources write to one output, or the template lacks {source}, the number alone is not unique. No source's name begins with _.
        boolean unparsed = output.equals("unparsed/" + origin);
        boolean apart = template.contains("{source}") && (output.equals(origin) || unparsed);
        String seq = instance + (apart ? "" : (unparsed ? "-_unparsed-" : "-") + clean(origin)) + String.format(Locale.ROOT, "-%06d", sequence)
            + (copy > 1 ? "-" + copy : "");
        String time = TIMESTAMP.format(opened);
        StringBuilder key = new StringBuilder();
        Matcher m = PLACEHOLDER.matcher(template);
        while (m.find()) {
            m.appendReplacement(key, switch (m.group(1)) {
                case "source" -> folders(output);
                case "yyyy" -> time.substring(0, 4);
                case "MM" -> time.substring(4, 6);
                case "dd" -> time.substring(6, 8);
                case "HH" -> time.substring(9, 11);
                case "mm" -> time.substring(11, 13);
                case "timestamp" -> time;
                case "host" -> host;
                case "seq" -> seq;
                case "uuid" -> UUID.randomUUID().toString();
                case "ext" -> extension;
                default -> throw new IllegalStateException(m.group());
            });
        }
        m.appendTail(key);
        return key.toString();
    }

    /** Returns the output as folders of a key: each name as {@link #clean} returns it, without empty ones. */
    static String folders(String output) {
        StringBuilder all = new StringBuilder();
        for (String folder : output.split("/", -1)) {
            if (!folder.isEmpty()) {
                all.append(all.isEmpty() ? "" : "/").append(clean(folder));
            }
        }
        return all.isEmpty() ? "_" : all.toString();
    }

    /** Returns the value with everything but letters, digits, {@code .}, {@code _} and {@code -} replaced by {@code _}. */
    static String clean(String value) {
        String plain = value.replaceAll("[^A-Za-z0-9._-]", "_").replace("..", "_");
        if (plain.isEmpty() || plain.startsWith(".")) {
            plain = "_" + plain;
        }
        return plain.length() > 100 ? plain.substring(0, 100) : plain;
    }
}
