package dev.caravan.deliver;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads ETags as S3 servers, and proxies before them, write them. */
final class ETag {

    private static final Pattern MD5 = Pattern.compile("[0-9A-Fa-f]{32}");

    private ETag() {
    }

    /** Returns the value without quotes, and without the mark of a weak ETag, which a proxy may add; null for null. */
    static @Nullable String value(@Nullable String etag) {
        if (etag == null) {
            return null;
        }
        String value = etag.strip();
        if (value.toLowerCase(Locale.ROOT).startsWith("w/")) {
            value = value.substring(2);
        }
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
            ? value.substring(1, value.length() - 1) : value;
    }

    /** Reports whether an ETag has the form of an MD5. */
    static boolean couldBeMd5(@Nullable String etag) {
        String value = value(etag);
        return value != null && MD5.matcher(value).matches();
    }
}
