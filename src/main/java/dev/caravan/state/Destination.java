package dev.caravan.state;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The destination of objects.
 *
 * @param bucket   name of the bucket
 * @param endpoint scheme, host and port of the store; null for Amazon's, by whatever name it is reached
 */
public record Destination(String bucket, @Nullable String endpoint) {

    /** Stands for the endpoint of the S3 server within Caravan, whose port may differ at each start. */
    public static final String EMBEDDED = "embedded";

    /**
     * Returns a bucket of a store.
     *
     * @param endpoint URL of the store as it was set; null or empty for Amazon's
     */
    public static Destination of(String bucket, @Nullable String endpoint) {
        return new Destination(bucket, endpoint == null || endpoint.isBlank() ? null : normal(endpoint.trim()));
    }

    /** Returns the endpoint without parts in which two names of one store may differ, and without a password. */
    private static @Nullable String normal(String endpoint) {
        URI uri;
        try {
            uri = new URI(endpoint);
        } catch (URISyntaxException e) {
            return endpoint;
        }
        if (uri.getScheme() == null || uri.getHost() == null) {
            return endpoint;
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn")) {
            return null;
        }
        boolean usual = uri.getPort() < 0 || uri.getPort() == (scheme.equals("https") ? 443 : 80);
        String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("/+$", "");
        return scheme + "://" + host + (usual ? "" : ":" + uri.getPort()) + path;
    }

    /** Returns a text for people: {@code s3://bucket}, and {@code at} the endpoint if it is not Amazon's. */
    @Override
    public String toString() {
        return "s3://" + bucket + (endpoint == null ? "" : endpoint.equals(EMBEDDED) ? " in the S3 server within Caravan" : " at " + endpoint);
    }
}
