package dev.caravan.deliver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.FaultyStore;
import dev.caravan.testing.FaultyStore.Fault;
import dev.caravan.testing.FaultyStore.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a batch whose key is taken by another object: that one is left alone, and the batch gets one other key. */
@Tag("slow")
class ForeignObjectTest extends ThroughFaultyStore {

    /**
     * What may stand under a key that is not the file; each of its size, but one. Who may not list the bucket is told by Amazon that a
     * key without an object is forbidden.
     */
    @ParameterizedTest
    @ValueSource(strings = {"size", "etag", "bytes", "metadata", "checksum", "forbidden"})
    void anotherObjectUnderTheKeyIsLeftAloneAndTheBatchGetsOneOtherKey(String how) throws Exception {
        Map<String, byte[]> others = new TreeMap<>();
        Fault tells = (request, server) -> {
            Reply reply = server.get();
            return switch (how) {
                case "etag" -> reply.without("x-amz-checksum");
                case "bytes" -> reply.without("x-amz-checksum").with("etag", "\"none\"");
                case "metadata" -> reply.without("x-amz-checksum").with("etag", "\"none\"").with("x-amz-meta-caravan-sha256",
                    request.path().contains("-again") ? "0" : sha256("line 0 x\nline 1 x\n"));
                case "checksum" -> reply.status() == 200 && !request.path().contains("-again")
                    ? reply.with("x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=") : reply;
                case "forbidden" -> reply.status() == 404 ? Reply.of(403, null, "") : reply;
                default -> reply;
            };
        };
        store.on("HEAD", tells);
        store.on("GET", tells);
        Fault down = (request, server) -> Reply.of(503, null, "");
        store.on("PUT", down);
        try (Deliverer deliverer = deliverer(Deliverer.SHIPPED)) {
            String key = deliverer.seal(2);
            String other = how.equals("size") ? "somebody else's" : "LINE 8 x\nLINE 9 x\n";
            s3put(key, other);
            others.put(key, other.getBytes(StandardCharsets.UTF_8));
            store.on("PUT", (request, server) -> server.get());
            // The file goes before it is told that the object is there.
            await().atMost(Duration.ofSeconds(20)).until(() -> deliverer.waiting().isEmpty() && deliverer.delivered().size() == 1);
            String fresh = deliverer.delivered().get(0);
            assertTrue(fresh.matches("nginx/2026/11/27/20261127T101500Z_web1_k3f9x2-000002-again[0-9a-z]{12,13}\\.log"), fresh);
            assertEquals("line 0 x\nline 1 x\n", new String(s3.bytes(fresh), StandardCharsets.UTF_8));
            assertEquals(other, new String(s3.raw(key), StandardCharsets.UTF_8), "the other one is left alone");
            assertEquals(0, deliverer.space().files());
        }
    }

    private void s3put(String key, String content) throws Exception {
        try (Deliverer other = new Deliverer(directory.resolve("other"), s3.endpoint(), Deliverer.SHIPPED, true)) {
            Path file = other.root().resolve("outbox").resolve(key);
            Files.createDirectories(file.getParent());
            Files.move(Files.writeString(directory.resolve("made"), content), file);
            other.space().added(content.length());
            other.space().arrival();
            await().atMost(Duration.ofSeconds(20)).until(() -> other.waiting().isEmpty());
        }
    }

    private String sha256(String content) {
        try {
            return Checksum.sha256(Files.writeString(directory.resolve("sum"), content));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"200", "412"})
    void aStoreThatChangesWhatItIsSentGetsItTwiceAtMostAndTheFileStays(String answer) throws Exception {
        store.on("PUT", (request, server) -> {
            Reply reply = new Reply(0, Map.of(), new byte[0]);
            byte[] changed = new String(request.body(), StandardCharsets.UTF_8).replace("line", "a line").getBytes(
                StandardCharsets.UTF_8);
            request.headers().keySet().removeIf(name -> name.startsWith("x-amz-checksum"));
            reply = store.pass(new FaultyStore.Request("PUT", request.path(), request.headers(), changed));
            return answer.equals("200") ? reply : reply.as(412);
        });
        try (Deliverer deliverer = deliverer(Deliverer.SHIPPED)) {
            deliverer.seal(5);
            await().atMost(Duration.ofSeconds(20)).until(() -> deliverer.delivery().problem() != null);
            assertTrue(deliverer.delivery().problem().contains("changes objects"), deliverer.delivery().problem());
            long heads = store.count("HEAD");
            await().atMost(Duration.ofSeconds(20)).until(() -> store.count("HEAD") > heads + 1);
            assertEquals(2, store.count("PUT"));
            assertEquals(1, deliverer.waiting().size());
            assertTrue(deliverer.waiting().get(0).matches(".*-000005-again[0-9a-z]{12,13}\\.log"), "the name does not grow");
        }
    }
}
