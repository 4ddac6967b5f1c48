package dev.caravan.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A request as a client may write it, whatever is in its head; libraries would not send all of it. */
record RawRequest(int port, String head) {

    /** GET with these further lines of the head, each with CRLF. */
    static RawRequest get(int port, String path, String lines) {
        return new RawRequest(port, "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + lines
            + "Connection: close\r\n\r\n");
    }

    /** The whole answer, head included. */
    String send() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
