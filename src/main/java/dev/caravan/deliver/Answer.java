package dev.caravan.deliver;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * The parts of an answer that say who gave it, and what is stored.
 *
 * @param status      HTTP status
 * @param etag        header {@code ETag}, or null
 * @param sha256      header {@code x-amz-checksum-sha256}, in base64, or null
 * @param contentType header {@code Content-Type}, or null
 * @param requestId   header {@code x-amz-request-id}, or null
 * @param body        the beginning of the body; empty if there is none
 * @param request     the request, if it was a PUT, or null
 */
record Answer(int status, @Nullable String etag, @Nullable String sha256, @Nullable String contentType, @Nullable String requestId, String body,
    @Nullable PutObjectRequest request) {

    /** Reads an answer's headers. An answer without body and request is one to a HEAD or GET. */
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
     * Reports whether an S3 server can have given the answer. Every S3 server gives an ETag to a PUT. Portals and proxies answer with HTML;
     * Swift uses this type too, but for answers without a body, and with a request id.
     */
    boolean isOfS3() {
        if (request != null && etag == null || etag == null && requestId == null || body.contains("<Error")) {
            return false;
        }
        boolean html = contentType != null && contentType.toLowerCase(Locale.ROOT).startsWith("text/html");
        return !html || requestId != null && body.isBlank();
    }

    /** Reports whether the answer proves that the server has the bytes of the attempt's file. Computes the MD5 only without a checksum. */
    boolean proves(Attempt attempt) throws IOException {
        return isSuccess() && isOfS3()
            && (attempt.sha256Base64().equals(sha256) || sha256 == null && attempt.isMd5(etag));
    }
}
