package dev.caravan.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The setting {@code caravan.bucket}, which must be the name of a bucket. The SDK also accepts ARNs, and Camel accepts paths, but both lead to
 * another place than the user expects.
 */
final class BucketName {

    private static final String SETTING = "caravan.bucket";
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+");
    private static final Pattern ARN_OF_BUCKET = Pattern.compile("arn:[^:]*:s3:::([^/]*)/?(.*)");
    private static final Pattern URL = Pattern.compile("(s3[an]?|https?)://([^/]*)/?(.*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern HOST_OF_BUCKET = Pattern.compile("(.+)\\.s3[.-][a-z0-9.-]*amazonaws\\.com(\\.cn)?(:[0-9]+)?");

    private BucketName() {
    }

    /**
     * Checks a name.
     *
     * @param value the value as the user wrote it; empty for the embedded server
     * @param key   the template of the keys, for the advice in the message
     * @return the name, stripped
     * @throws IllegalArgumentException if the value is not a name; the message says what to write instead
     */
    static String check(String value, String key) {
        Matcher bucket = ARN_OF_BUCKET.matcher(value.strip());
        Matcher url = URL.matcher(value.strip());
        if (value.isBlank() || NAME.matcher(value).matches() && !value.contains("..") && !ADDRESS.matcher(value).matches()) {
            return value.strip();
        }
        if (bucket.matches()) {
            throw wrong(value, "it is an ARN", bucket.group(1), bucket.group(2), key, "");
        }
        if (value.strip().startsWith("arn:")) {
            throw new IllegalArgumentException(SETTING + " is \"" + value + "\": it must be a name, not an ARN. " + (value.contains(".mrap")
                ? "Caravan cannot deliver to a multi-region access point: write the name of one of its buckets"
                : value.contains(":accesspoint") || value.contains("outpost")
                    ? "Write the alias of the access point, which ends in -s3alias; aws s3control get-access-point shows it"
                : "Write the name of the bucket"));
        }
        if (url.matches()) {
            throw wrongUrl(value, url, key);
        }
        int slash = value.strip().indexOf('/');
        if (slash >= 0) {
            String name = value.strip().substring(0, slash);
            throw wrong(value, "it has a /", name, value.strip().substring(slash + 1), key, "");
        }
        String better = value.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "-").replaceAll("\\.{2,}", ".");
        throw new IllegalArgumentException(SETTING + " is \"" + value + "\": " + (value.equals(value.strip()) ? "" : "it has a space at its"
            + " beginning or end; ") + "the name of a bucket has only lower-case letters, digits, - and ., begins and ends with a letter or"
            + " digit, and has at most 63 characters" + (NAME.matcher(better).matches() && !ADDRESS.matcher(better).matches()
                ? "; is it " + better + "?" : ""));
    }

    private static IllegalArgumentException wrongUrl(String value, Matcher url, String key) {
        if (!url.group(1).toLowerCase(Locale.ROOT).startsWith("http")) {
            return wrong(value, "it is a URL", url.group(2), url.group(3), key, "");
        }
        Matcher host = HOST_OF_BUCKET.matcher(url.group(2));
        if (host.matches()) {
            return wrong(value, "it is a URL", host.group(1), url.group(3), key, "");
        }
        String[] path = url.group(3).split("/", 2);
        String endpoint = url.group(1) + "://" + url.group(2);
        return wrong(value, "it is a URL", path[0], path.length > 1 ? path[1] : "", key, url.group(2).endsWith("amazonaws.com") ? ""
            : "; the endpoint belongs in camel.component.aws2-s3.uri-endpoint-override = " + endpoint
                + ", with camel.component.aws2-s3.override-endpoint = true");
    }

    private static IllegalArgumentException wrong(String value, String what, String name, String prefix, String key, String more) {
        String clean = prefix.replaceAll("^/+|/+$", "");
        return new IllegalArgumentException(SETTING + " is \"" + value + "\": " + what + "; write "
            + (name.isEmpty() ? "the name of the bucket alone" : SETTING + " = " + name)
            + (clean.isEmpty() ? "" : ", and the prefix into caravan.key = " + clean + "/" + key) + more);
    }
}
