package dev.caravan.testing;

import com.sun.jna.Native;
import dev.caravan.pipeline.NativeFunctions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The socket that systemd gives to a service of {@code Type=notify} as {@code NOTIFY_SOCKET}. */
public final class NotifyReceiver implements Closeable {

    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOL_SOCKET = 1;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int SO_RCVTIMEO = 20;

    private final String name;
    private final int socket;

    /** @param name path of the socket, or {@code @} and an abstract name */
    public NotifyReceiver(String name) throws IOException {
        NativeFunctions.bind(Functions.class, "c");
        this.name = name;
        socket = Functions.socket(AF_UNIX, SOCK_DGRAM, 0);
        byte[] address = address(name);
        // Seconds and microseconds.
        long[] timeout = {30, 0};
        if (socket < 0 || Functions.bind(socket, address, address.length) != 0
            || Functions.setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, timeout, 16) != 0) {
            throw new IOException("errno " + Native.getLastError());
        }
    }

    private static byte[] address(String name) {
        String path = name.startsWith("@") ? "\0" + name.substring(1) : name + "\0";
        ByteBuffer address = ByteBuffer.allocate(2 + path.length()).order(ByteOrder.nativeOrder());
        return address.putShort((short) AF_UNIX).put(path.getBytes(StandardCharsets.ISO_8859_1)).array();
    }

    /** The next message; waits for 30 seconds at most. */
    public String receive() throws IOException {
        byte[] bytes = new byte[4096];
        long length = Functions.recv(socket, bytes, bytes.length, 0);
        if (length < 0) {
            throw new IOException("errno " + Native.getLastError());
        }
        return new String(bytes, 0, (int) length, StandardCharsets.UTF_8);
    }

    /** Takes what has come so far, and does not wait. */
    public void clear() {
        byte[] bytes = new byte[4096];
        while (Functions.recv(socket, bytes, bytes.length, MSG_DONTWAIT) >= 0) {
            // Each of them is another message.
            continue;
        }
    }

    @Override
    public void close() throws IOException {
        Functions.close(socket);
        if (name.startsWith("/")) {
            Files.deleteIfExists(Path.of(name));
        }
    }

    private static final class Functions {

        static native int socket(int domain, int type, int protocol);

        static native int bind(int socket, byte[] address, int length);

        static native int setsockopt(int socket, int level, int option, long[] value, int length);

        static native long recv(int socket, byte[] buffer, long length, int flags);

        static native int close(int socket);
    }
}
