package dev.caravan.http;

import java.nio.charset.StandardCharsets;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param type   its content type
 * @param body   its content
 */
record Response(int status, String type, byte[] body) {

    /** Text in UTF-8. */
    static Response of(int status, String type, String body) {
        return new Response(status, type + "; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    /** A sentence. */
    static Response plain(int status, String sentence) {
        return of(status, "text/plain", sentence + "\n");
    }
}
