package dev.caravan.deliver;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;

/**
 * Finds settings of Camel's component {@code aws2-s3} that would be ignored, would send the logs to another place than intended, or would
 * break Caravan's promises. Reads the settings from Camel's configuration, so the spelling of their names does not matter.
 */
public final class ComponentCheck {

    private static final String PREFIX = "camel.component.aws2-s3.";
    private static final int SHORTEST_NAME = 3;
    private static final int LAST_PORT = 65_535;

    private final AWS2S3Configuration s3;
    private final String bucket;
    private final List<String> problems = new ArrayList<>();

    private ComponentCheck(AWS2S3Configuration s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /**
     * Returns the problems, one sentence each, which names the setting and says what to write.
     *
     * @param bucket the bucket for delivery; empty if there is none
     */
    public static List<String> problems(AWS2S3Configuration s3, String bucket) {
        ComponentCheck check = new ComponentCheck(s3, bucket);
        check.endpoint();
        check.proxy();
        check.credentials();
        check.modes();
        return check.problems;
    }

    /**
     * Returns the problems of the endpoints that the SDK takes from the environment if the component has none.
     *
     * @param environment returns the value of a variable, or null
     */
    public static List<String> problems(UnaryOperator<String> environment) {
        return Stream.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL").filter(name -> isSet(environment.apply(name))
            && !environment.apply(name).matches("(?i)https?://.+")).map(name -> name + " is \"" + environment.apply(name)
                + "\": it must begin with https:// or http://").toList();
    }

    private static boolean isSet(String value) {
        return value != null && !value.isBlank();
    }

    private void problem(String name, Object value, String why) {
        problems.add(PREFIX + name + " is " + value + ": " + why);
    }

    private void endpoint() {
        String endpoint = s3.getUriEndpointOverride();
        if (!isSet(endpoint)) {
            if (s3.isOverrideEndpoint()) {
                problem("override-endpoint", "true", "set an endpoint in " + PREFIX + "uri-endpoint-override");
            }
            if (!bucket.isEmpty() && bucket.length() < SHORTEST_NAME) {
                problems.add("caravan.bucket is \"" + bucket + "\": names of Amazon's buckets have at least 3 characters");
            }
            if (isSet(s3.getRegion()) && !s3.getRegion().matches("[a-z0-9-]+")) {
                problem("region", '"' + s3.getRegion() + '"', "write it as Amazon does, for example eu-central-1");
            }
            return;
        }
        String quoted = '"' + endpoint + '"';
        if (!s3.isOverrideEndpoint()) {
            problem("uri-endpoint-override", quoted, "it is not used, and objects would go to Amazon, unless you set " + PREFIX
                + "override-endpoint = true");
        }
        if (!endpoint.matches("(?i)https?://.*")) {
            problem("uri-endpoint-override", quoted, "it must begin with https:// or http://, as https://"
                + endpoint.strip().replaceFirst("^([a-z0-9]*:)?//", ""));
            return;
        }
        address("uri-endpoint-override", quoted, endpoint);
    }

    private void address(String name, String quoted, String endpoint) {
        try {
            URI uri = new URI(endpoint);
            if (uri.getUserInfo() != null) {
                problem(name, "set", "it must have no user and password; keys belong in " + PREFIX + "access-key and secret-key");
            } else if (uri.getHost() == null || uri.getPort() > LAST_PORT) {
                problem(name, quoted, "it must be https://HOST or https://HOST:PORT, where HOST has letters, digits, - and . only");
            } else if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
                problem(name, quoted, "it must have no ? and no #");
            } else if (!bucket.isEmpty() && (uri.getHost().startsWith(bucket + ".")
                || uri.getPath().matches("/+" + java.util.regex.Pattern.quote(bucket) + "/*"))) {
                problem(name, quoted, "leave the bucket out of it; it is added to each request");
            }
        } catch (URISyntaxException e) {
            problem(name, quoted, "it is no URL, " + e.getReason());
        }
    }

    private void proxy() {
        if (isSet(s3.getProxyHost()) != (s3.getProxyPort() != null)) {
            problem(isSet(s3.getProxyHost()) ? "proxy-host" : "proxy-port", "set", "the proxy is not used unless you set "
                + PREFIX + (isSet(s3.getProxyHost()) ? "proxy-port" : "proxy-host") + ", too");
        } else if (isSet(s3.getProxyHost()) && !s3.getProxyHost().matches("[A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+]")) {
            problem("proxy-host", '"' + s3.getProxyHost() + '"', "it must be only the name or address of a machine; " + PREFIX
                + "proxy-protocol and proxy-port set the rest");
        }
    }

    /** Checks credentials. Camel ignores half a pair, and the SDK then looks elsewhere. The values stay out of the messages. */
    private void credentials() {
        if (isSet(s3.getAccessKey()) != isSet(s3.getSecretKey())) {
            problem(isSet(s3.getAccessKey()) ? "access-key" : "secret-key", "set", "it is not used unless you set " + PREFIX
                + (isSet(s3.getAccessKey()) ? "secret-key" : "access-key") + ", too");
        }
        if (isSet(s3.getSessionToken()) && !s3.isUseSessionCredentials()) {
            problem("session-token", "set", "it is not used unless you set " + PREFIX + "use-session-credentials = true");
        }
    }

    /** Checks modes: each object is one file, written by one conditional request, and the file is deleted only on proof. */
    private void modes() {
        if (s3.isStreamingUploadMode()) {
            problem("streaming-upload-mode", "true", "it loses lines and writes some twice; remove it");
        }
        if (s3.isMultiPartUpload()) {
            problem("multi-part-upload", "true", "objects are written by one request each, so that none is overwritten; remove it");
        }
        if (s3.isDeleteAfterWrite()) {
            problem("delete-after-write", "true", "Caravan deletes a file once it is proven that S3 has it; remove it");
        }
        if (s3.isPojoRequest()) {
            problem("pojo-request", "true", "nothing could be delivered; remove it");
        }
        if (s3.getOperation() != null) {
            problem("operation", s3.getOperation(), "nothing could be delivered; remove it");
        }
    }
}
