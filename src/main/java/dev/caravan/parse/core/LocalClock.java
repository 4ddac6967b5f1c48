package dev.caravan.parse.core;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the local time of a line what the line leaves out: the offset from UTC, and the year. Thread safe; the last
 * answers are remembered, since neighbouring lines ask for the same.
 */
public final class LocalClock {

    private final ZoneId zone;
    private final ZoneRules rules;
    private volatile Minute minute = new Minute(-1, 0);
    private volatile @Nullable Limit limit;

    /** @param zone where the program that wrote the lines keeps its clock */
    public LocalClock(ZoneId zone) {
        this.zone = zone;
        this.rules = zone.getRules();
    }

    /**
     * The offset from UTC in seconds, east is positive. A time that the clock jumped over gets the offset of before. Of
     * the two meanings of a time that the clock showed twice, the later one is taken, unless the line was read before it.
     *
     * @param read when the line was read
     */
    public int offset(int year, int month, int day, int hour, int min, Instant read) {
        long key = (((year * 12L + month) * 31 + day) * 24 + hour) * 60 + min;
        Minute last = minute;
        if (last.key == key) {
            return last.offset;
        }
        LocalDateTime local = LocalDateTime.of(year, month, day, hour, min);
        List<ZoneOffset> valid = rules.getValidOffsets(local);
        if (valid.size() == 2) {
            ZoneOffset later = valid.get(1);
            return (local.toInstant(later).isAfter(read) ? valid.get(0) : later).getTotalSeconds();
        }
        int offset = rules.getOffset(local).getTotalSeconds();
        minute = new Minute(key, offset);
        return offset;
    }

    /**
     * The year of a date without one: the latest year with which the time is at most a day after the line was read, so
     * that a line of December read in January is of the old year. 29 February is in a leap year.
     *
     * @param read when the line was read
     */
    public int year(int month, int day, int hour, int min, int second, Instant read) {
        Limit last = limit;
        if (last == null || !read.equals(last.read)) {
            last = new Limit(read, LocalDateTime.ofInstant(read.plus(1, ChronoUnit.DAYS), zone));
            limit = last;
        }
        LocalDateTime at = last.local;
        int year = at.getYear();
        int days = (month - at.getMonthValue()) * 32 + day - at.getDayOfMonth();
        int seconds = (hour - at.getHour()) * 3600 + (min - at.getMinute()) * 60 + second - at.getSecond();
        if (days > 0 || days == 0 && seconds > 0) {
            year--;
        }
        while (month == 2 && day == 29 && !Rfc3339.isLeap(year)) {
            year--;
        }
        return year;
    }

    private record Minute(long key, int offset) {
    }

    private record Limit(Instant read, LocalDateTime local) {
    }
}
