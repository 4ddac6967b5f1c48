package dev.caravan.parse.core;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Turns the time of a line into RFC 3339, as a user describes it: {@code rfc3339}, {@code unix} (seconds, maybe with a
 * fraction), {@code unix_ms}, or a pattern of Java's {@link DateTimeFormatter} such as {@code dd/MMM/yyyy:HH:mm:ss Z}, with
 * English names. A pattern without a year gets the latest that is not in the future. Thread safe.
 */
public final class TimeText {

    private static final DateTimeFormatter OUT = new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd'T'HH:mm:ss")
        .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true).appendOffset("+HH:MM", "Z").toFormatter(Locale.ROOT);

    private final String pattern;
    private final ZoneId zone;
    private final LocalClock clock;
    private final @Nullable DateTimeFormatter formatter;
    private final boolean hasYear;

    /**
     * @param pattern see above
     * @param zone    zone of times that carry none
     * @throws IllegalArgumentException it is no pattern
     */
    public TimeText(String pattern, ZoneId zone) {
        this.pattern = pattern;
        this.zone = zone;
        this.clock = new LocalClock(zone);
        String letters = pattern.replaceAll("'[^']*'", "");
        this.hasYear = letters.matches("(?s).*[yu].*");
        if (pattern.equals("rfc3339") || pattern.equals("unix") || pattern.equals("unix_ms")) {
            this.formatter = null;
        } else {
            DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern(pattern);
            if (!hasYear) {
                // A leap year, for 29 February; the right one is found after parsing.
                builder.parseDefaulting(ChronoField.YEAR, 2024);
            }
            this.formatter = builder.toFormatter(Locale.ENGLISH);
        }
    }

    /**
     * The time in RFC 3339, with the offset that the text has, or that its zone had then.
     *
     * @param read when the line was read
     */
    public String rfc3339(String text, Instant read) throws RefusedLineException {
        if (pattern.equals("rfc3339")) {
            byte[] b = text.getBytes(StandardCharsets.UTF_8);
            if (Rfc3339.end(b, 0, b.length) != b.length) {
                throw new RefusedLineException("a time that is not RFC 3339");
            }
            return text;
        }
        try {
            OffsetDateTime time = formatter == null ? unix(text) : parse(formatter, text, read);
            if (time.getYear() < 0 || time.getYear() > 9999) {
                throw new RefusedLineException("a time out of range");
            }
            return OUT.format(time);
        } catch (DateTimeException | ArithmeticException e) {
            throw new RefusedLineException("a time that is not as " + pattern + " says");
        }
    }

    private OffsetDateTime unix(String text) throws RefusedLineException {
        if (text.length() > 40 || !JsonNumber.isNumber(text) || text.contains("e") || text.contains("E")) {
            throw new RefusedLineException("a time that is no number");
        }
        BigDecimal nanos = new BigDecimal(text).movePointRight(pattern.equals("unix") ? 9 : 6);
        BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(1_000_000_000));
        return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValue()).atOffset(ZoneOffset.UTC);
    }

    private OffsetDateTime parse(DateTimeFormatter formatter, String text, Instant read) {
        TemporalAccessor parsed = formatter.parse(text);
        if (parsed.isSupported(ChronoField.INSTANT_SECONDS) && hasYear) {
            ZoneId own = parsed.query(java.time.temporal.TemporalQueries.zone());
            return OffsetDateTime.ofInstant(Instant.from(parsed), own == null ? ZoneOffset.UTC : own);
        }
        LocalTime time = parsed.query(java.time.temporal.TemporalQueries.localTime());
        LocalDateTime local = LocalDateTime.of(java.time.LocalDate.from(parsed), time == null ? LocalTime.MIDNIGHT : time);
        if (!hasYear) {
            local = local.withYear(clock.year(local.getMonthValue(), local.getDayOfMonth(), local.getHour(),
                local.getMinute(), local.getSecond(), read));
        }
        int offset = clock.offset(local.getYear(), local.getMonthValue(), local.getDayOfMonth(), local.getHour(),
            local.getMinute(), read);
        ZoneOffset known = parsed.isSupported(ChronoField.OFFSET_SECONDS)
            ? ZoneOffset.ofTotalSeconds(parsed.get(ChronoField.OFFSET_SECONDS)) : ZoneOffset.ofTotalSeconds(offset);
        return local.atOffset(known);
    }

    @Override
    public String toString() {
        return pattern + " in " + zone;
    }
}
