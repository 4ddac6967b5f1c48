package dev.caravan.deliver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.caravan.testing.RawServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.Protocol;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Content goes over the wire as it is, whatever the settings: stores that do not know aws-chunked keep its frames. */
@Tag("slow")
class NeverChunkedTest {

    private static final String PROPERTY = "aws.requestChecksumCalculation";
    private static final String PROFILE = "aws.configFile";

    @TempDir
    static Path directory;
    private static Path keyStore;

    @BeforeAll
    static void makeKeyStore() throws Exception {
        keyStore = RawServer.keyStore(directory);
    }

    @AfterEach
    void clear() {
        System.clearProperty(PROPERTY);
        System.clearProperty(PROFILE);
    }

    /** A setting of the component, with its name for the report. */
    private record Setting(String name, Consumer<AWS2S3Configuration> set) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Object[]> all() {
        List<Object[]> all = new ArrayList<>();
        for (String scheme : List.of("http", "https")) {
            for (String where : List.of("nowhere", PROPERTY, PROFILE)) {
                for (String value : where.equals("nowhere") ? List.of("") : List.of("when_required", "WHEN_SUPPORTED")) {
                    for (Setting setting : List.of(new Setting("defaults", c -> {}),
                        new Setting("not by path", c -> {
                            // By the name of the bucket, which only a proxy can reach here.
                            c.setForcePathStyle(false);
                            c.setProxyProtocol(Protocol.HTTP);
                            c.setProxyHost("127.0.0.1");
                            c.setProxyPort(Integer.valueOf(c.getUriEndpointOverride().replaceFirst(".*:", "")));
                            c.setUriEndpointOverride("http://s3.test");
                        }), new Setting("session", c -> {
                            c.setSessionToken("token");
                            c.setUseSessionCredentials(true);
                        }))) {
                        if (setting.name().equals("not by path") && scheme.equals("https")) {
                            continue;
                        }
                        all.add(new Object[] {scheme, where, value, setting});
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, {1} {2}, {3}")
    @MethodSource("all")
    void contentIsSentAsItIs(String scheme, String where, String value, Setting setting) throws Exception {
        if (where.equals(PROPERTY)) {
            System.setProperty(PROPERTY, value);
        } else if (where.equals(PROFILE)) {
            Path profile = Files.writeString(Files.createTempFile(directory, "aws", ".config"),
                "[default]\nrequest_checksum_calculation = " + value + "\n");
            System.setProperty(PROFILE, profile.toString());
        }
        // More than one chunk of the SDK's.
        Path file = Files.writeString(Files.createTempFile(directory, "batch", ".log"), "a line\n".repeat(50_000));
        String sum = Checksum.sha256(file);
        boolean header = !value.equals("when_required");
        try (RawServer server = server(scheme); S3Client client = client(server, setting)) {
            client.putObject(r -> r.bucket("logs").key("one.log").metadata(Map.of(Delivery.CHECKSUM, sum)), file);
            // What has no checksum of ours, whoever sends it.
            client.putObject(r -> r.bucket("logs").key("two.log"), RequestBody.fromFile(file));
            client.uploadPart(r -> r.bucket("logs").key("three.log").uploadId("1").partNumber(1), RequestBody.fromFile(file));
            assertEquals(3, server.requests().size());
            for (RawServer.Request request : server.requests()) {
                assertArrayEquals(Files.readAllBytes(file), request.body(), request.line());
                assertEquals(String.valueOf(Files.size(file)), request.headers().get("content-length"));
                for (String name : List.of("content-encoding", "transfer-encoding", "x-amz-trailer", "x-amz-decoded-content-length")) {
                    assertNull(request.headers().get(name), name);
                }
                String signed = request.headers().get("x-amz-content-sha256");
                assertEquals(false, signed.startsWith("STREAMING"), signed);
            }
            Map<String, String> first = server.requests().get(0).headers();
            assertEquals(header, first.containsKey("x-amz-checksum-sha256"));
            if (!header && scheme.equals("http")) {
                assertEquals(sum, first.get("x-amz-content-sha256"), "the signature covers the content");
            }
        }
    }

    private static RawServer server(String scheme) throws Exception {
        RawServer.Answer ok = RawServer.answer("200 OK", "ETag: \"0\"\r\n", "");
        return scheme.equals("http") ? RawServer.http(ok) : RawServer.https(keyStore, true, ok);
    }

    private static S3Client client(RawServer server, Setting setting) {
        AWS2S3Configuration configuration = new AWS2S3Configuration();
        configuration.setOverrideEndpoint(true);
        configuration.setUriEndpointOverride(server.endpoint());
        configuration.setForcePathStyle(true);
        configuration.setRegion("us-east-1");
        configuration.setAccessKey("key");
        configuration.setSecretKey("secret");
        configuration.setTrustAllCertificates(true);
        setting.set().accept(configuration);
        return S3ClientFactory.create(configuration, Duration.ofSeconds(10));
    }
}
