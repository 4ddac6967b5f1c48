package dev.caravan.deliver;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * What an answer says of who gave it, and of what is stored.
 *
 * @param status      HTTP status
 * @param etag        header, or null
 * @param sha256      header {@code x-amz-checksum-sha256}, in base64, or null
 * @param contentType header, or null
 * @param requestId   header {@code x-amz-request-id}, or null
 * @param body        how the body begins; empty for none
 * @param request     what it answers, if that is a PUT, or null
 */
record Answer(int status, @Nullable String etag, @Nullable String sha256, @Nullable String contentType, @Nullable String requestId, String body,
    @Nullable PutObjectRequest request) {

    /** Of an answer's headers; without body and request it is that to a HEAD or GET. */
    static Answer of(SdkHttpResponse response, String body, @Nullable PutObjectRequest request) {
        return new Answer(response.statusCode(), header(response, "ETag"), header(response, "x-amz-checksum-sha256"),
            header(response, "Content-Type"), header(response, "x-amz-request-id"), body, request);
    }

    private static @Nullable String header(SdkHttpResponse response, String name) {
        return response.firstMatchingHeader(name).filter(value -> !value.isBlank()).orElse(null);
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /**
     * Whether an S3 server can have given it. To a PUT each one gives an ETag. HTML is what portals and proxies answer; Swift gives
     * its type too, but to an answer without a body, and with a request id.
     */
    boolean isOfS3() {
        if (request != null && etag == null || etag == null && requestId == null || body.contains("<Error")) {
            return false;
        }
        boolean html = contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("text/html");
        return !html || requestId != null && body.isBlank();
    }

    /** Whether it shows that the server has the bytes of the attempt's file. The MD5 is computed only without a checksum. */
    boolean proves(Attempt attempt) throws IOException {
        return isSuccess() && isOfS3()
            && (attempt.sha256Base64().equals(sha256) || sha256 == null && attempt.isMd5(etag));
    }
}
