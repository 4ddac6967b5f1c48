package dev.caravan.systemd;

import com.sun.jna.Native;
import dev.caravan.pipeline.NativeFunctions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The datagram socket of {@code sd_notify(3)}. It uses the C library, because Java 17 has no datagrams of AF_UNIX, and opens a socket for each
 * message, of which there are two per watchdog interval. Thread-safe.
 */
final class NotifySocket implements Messenger {

    private static final int AF_UNIX = 1;
    /** {@code SOCK_DGRAM | SOCK_CLOEXEC}, with Linux's values on the processors for which the jar has native code. */
    private static final int DATAGRAM = 2 | 02000000;
    private static final int MSG_NOSIGNAL = 0x4000;
    /** Size of {@code sun_path} in {@code unix(7)}. */
    private static final int PATH_BYTES = 108;

    private final byte[] address;

    /**
     * Binds the functions of the C library.
     *
     * @param name value of {@code NOTIFY_SOCKET}: an absolute path, or {@code @} and the rest of an abstract name
     * @throws IllegalArgumentException if the name is neither
     * @throws LinkageError             if native code cannot be used here
     */
    NotifySocket(String name) {
        this.address = address(name);
        NativeFunctions.bind(Functions.class, "c");
    }

    /** Returns {@code struct sockaddr_un}: the family in the machine's byte order, then the name. An abstract name begins with 0 and has no NUL at
     * its end. */
    static byte[] address(String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = name.startsWith("@");
        if (!isAbstract && !name.startsWith("/") || path.length < 2 || path.length >= PATH_BYTES) {
            throw new IllegalArgumentException("NOTIFY_SOCKET is \"" + name + "\", which is not a socket of this machine");
        }
        if (isAbstract) {
            path[0] = 0;
        } else {
            path = Arrays.copyOf(path, path.length + 1);
        }
        return ByteBuffer.allocate(2 + path.length).order(ByteOrder.nativeOrder()).putShort((short) AF_UNIX).put(path).array();
    }

    @Override
    public void send(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        int socket = Functions.socket(AF_UNIX, DATAGRAM, 0);
        if (socket < 0) {
            throw new IOException("socket: errno " + Native.getLastError());
        }
        try {
            if (Functions.sendto(socket, bytes, bytes.length, MSG_NOSIGNAL, address, address.length) != bytes.length) {
                throw new IOException("sendto: errno " + Native.getLastError());
            }
        } finally {
            Functions.close(socket);
        }
    }

    /** Functions of the C library, under their names. */
    private static final class Functions {

        static native int socket(int domain, int type, int protocol);

        static native long sendto(int socket, byte[] message, long length, int flags, byte[] address, int addressLength);

        static native int close(int socket);
    }
}
