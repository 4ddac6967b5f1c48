package dev.caravan.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.Protocol;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** What a client of the settings sends first: there must be no endpoint of https to which it talks without TLS. */
class S3ClientFactoryTest {

    /** RFC 8446, section 5.1: a record of the handshake. */
    private static final int TLS_HANDSHAKE = 22;

    @Test
    void anEndpointOfHttpsIsSpokenToWithTls() throws Exception {
        assertEquals(TLS_HANDSHAKE, firstByte("https://127.0.0.1:PORT", new AWS2S3Configuration()));
    }

    @Test
    void anEndpointOfHttpIsSpokenToWithout() throws Exception {
        assertEquals('H', firstByte("http://127.0.0.1:PORT", new AWS2S3Configuration()), "it begins with HEAD");
    }

    @Test
    void certificatesThatAreNotCheckedAreStillTls() throws Exception {
        AWS2S3Configuration configuration = new AWS2S3Configuration();
        configuration.setTrustAllCertificates(true);
        assertEquals(TLS_HANDSHAKE, firstByte("https://127.0.0.1:PORT", configuration));
    }

    @Test
    void aProxyOfTheSettingsIsUsedForAnEndpointOfHttp() throws Exception {
        AWS2S3Configuration configuration = new AWS2S3Configuration();
        configuration.setProxyProtocol(Protocol.HTTP);
        configuration.setProxyHost("127.0.0.1");
        // Of a network for documentation (RFC 5737): only a proxy answers for it.
        assertEquals('H', firstByte("http://192.0.2.1:80", configuration));
    }

    private static int firstByte(String endpoint, AWS2S3Configuration configuration) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> {
                // Closed without an answer, which ends the request.
                try (Socket socket = server.accept()) {
                    return socket.getInputStream().read();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            configuration.setOverrideEndpoint(true);
            configuration.setProxyPort(server.getLocalPort());
            configuration.setUriEndpointOverride(endpoint.replace("PORT", String.valueOf(server.getLocalPort())));
            configuration.setForcePathStyle(true);
            configuration.setRegion("us-east-1");
            configuration.setAccessKey("key");
            configuration.setSecretKey("secret");
            try (S3Client client = S3ClientFactory.create(configuration, Duration.ofSeconds(2))) {
                assertThrows(SdkException.class, () -> client.headBucket(r -> r.bucket("logs")));
            }
            return first.get(10, TimeUnit.SECONDS);
        }
    }
}
