package dev.caravan.deliver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.caravan.testing.FaultyStore;
import dev.caravan.testing.FaultyStore.Reply;
import dev.caravan.testing.NumberedWriter;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Other S3 servers than ours, each in a process of its own: {@code mvn verify -Pstores}. */
@Tag("stores")
class OtherStoresIT {

    /** What starts, and whether it evaluates If-None-Match. */
    enum Store {
        S3MOCK_3("s3mock-3", "ignored"),
        S3MOCK_5("s3mock-5", "kept"),
        LOCAL_S3("local-s3", "ignored");

        private final String name;
        private final String conditions;

        Store(String name, String conditions) {
            this.name = name;
            this.conditions = conditions;
        }

        private Process start(int port, Path log) throws IOException {
            String classPath = Files.readString(Path.of("target/stores", name + ".classpath")).trim();
            List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m", "-cp", classPath));
            command.addAll(this == LOCAL_S3 ? List.of("src/test/stores/LocalS3Server.java", String.valueOf(port))
                : List.of("com.adobe.testing.s3mock.S3MockApplication", "--server.address=127.0.0.1", "--server.port=0",
                    "--http.port=" + port, "--com.adobe.testing.s3mock.httpPort=" + port));
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        }
    }

    @TempDir
    Path directory;

    static Stream<Arguments> storesAndSettings() {
        return Stream.of(Store.values()).flatMap(s -> Stream.of(Arguments.of(s, true), Arguments.of(s, false)));
    }

    @ParameterizedTest
    @MethodSource("storesAndSettings")
    void eachLineIsThereOnceAndItIsKnownWhetherConditionsAre(Store store, boolean conditional) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path log = directory.resolve("store.log");
        Process process = store.start(port, log);
        String endpoint = "http://127.0.0.1:" + port;
        try (S3Client client = S3Client.builder().endpointOverride(URI.create(endpoint)).forcePathStyle(true)
            .region(Region.US_EAST_1).credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key",
                "secret"))).build();
            FaultyStore between = new FaultyStore(endpoint)) {
            await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofSeconds(1)).ignoreExceptions().until(() -> process.isAlive() && client
                .createBucket(r -> r.bucket(S3Server.BUCKET)).sdkHttpResponse().isSuccessful());
            AtomicInteger puts = new AtomicInteger();
            // The answer to one of them is lost.
            between.on("PUT", (request, server) -> {
                Reply reply = server.get();
                return puts.incrementAndGet() == 4 ? Reply.of(500, null, "") : reply;
            });
            try (Deliverer deliverer = new Deliverer(directory.resolve("state"), between.endpoint(), Deliverer.SHIPPED,
                conditional)) {
                for (int i = 0; i < 5; i++) {
                    deliverer.seal(20);
                    await().atMost(Duration.ofSeconds(60)).until(() -> deliverer.waiting().isEmpty());
                }
                await().atMost(Duration.ofSeconds(10)).until(() -> !deliverer.delivery().isBusy());
                List<String> lines = new ArrayList<>();
                List<String> keys = client.listObjectsV2(r -> r.bucket(S3Server.BUCKET)).contents().stream()
                    .map(object -> object.key()).toList();
                keys.forEach(key -> client.getObjectAsBytes(r -> r.bucket(S3Server.BUCKET).key(key)).asUtf8String().lines()
                    .forEach(lines::add));
                assertEquals("", NumberedWriter.compare(NumberedWriter.numbers(lines), deliverer.sealed()));
                assertEquals(5, keys.size());
                assertNull(deliverer.delivery().problem());
                assertEquals(conditional ? store.conditions : null, deliverer.fact(ConditionalWrites.FACT));
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
