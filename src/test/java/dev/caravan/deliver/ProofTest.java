package dev.caravan.deliver;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.FaultyStore.Fault;
import dev.caravan.testing.FaultyStore.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file leaves the outbox only on proof that the bucket has its bytes, whoever answers, with the shipped routes and older ones. */
@Tag("slow")
class ProofTest extends ThroughFaultyStore {

    private static final String PAGE = "<html><body>Please log in</body></html>";
    private static final String ERROR = "<?xml version=\"1.0\"?><Error><Code>InternalError</Code><Message>no</Message></Error>";
    private static final String MD5 = "\"0123456789abcdef0123456789abcdef\"";

    /** Answers to a PUT by someone who stores nothing, and has no object either. */
    enum NotStored {
        A_PAGE_OF_A_PORTAL(Reply.of(200, "text/html", PAGE), true),
        A_PAGE_WITH_AN_ETAG(Reply.of(200, "text/html; charset=utf-8", PAGE).with("etag", "\"5f3c-1a2b\""), true),
        HTML_WITHOUT_A_BODY(Reply.of(200, "text/html", "").with("etag", MD5), true),
        AN_ERROR_WITH_200(Reply.of(200, "application/xml", ERROR), true),
        AN_ERROR_WITH_200_AND_AN_ETAG(Reply.of(200, "application/xml", ERROR).with("etag", MD5), true),
        TEXT_THAT_IS_NO_XML(Reply.of(200, "text/plain", "OK & done"), true),
        NOTHING_BUT_200(Reply.of(200, null, ""), true),
        NOTHING_BUT_204(Reply.of(204, null, ""), true),
        A_REQUEST_ID_WITHOUT_AN_ETAG(Reply.of(200, null, "").with("x-amz-request-id", "1"), true),
        AN_ETAG_OF_SOMETHING_ELSE(Reply.of(200, null, "").with("etag", MD5), false),
        A_CHECKSUM_OF_SOMETHING_ELSE(Reply.of(200, null, "").with("etag", MD5)
            .with("x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), false),
        TAKEN(Reply.of(412, "application/xml", ERROR.replace("InternalError", "PreconditionFailed")), false),
        NOT_MODIFIED(Reply.of(304, null, ""), false);

        private final Reply reply;
        private final boolean notS3;

        NotStored(Reply reply, boolean notS3) {
            this.reply = reply;
            this.notS3 = notS3;
        }
    }

    @ParameterizedTest
    @EnumSource(NotStored.class)
    void aFileStaysWhenNothingShowsThatItIsStored(NotStored kind) throws Exception {
        staysUntilItIsStored(kind, Deliverer.SHIPPED);
    }

    @ParameterizedTest
    @EnumSource(value = NotStored.class, names = {"A_PAGE_OF_A_PORTAL", "AN_ERROR_WITH_200", "AN_ETAG_OF_SOMETHING_ELSE", "TAKEN",
        "NOT_MODIFIED"})
    void aFileStaysWithTheRoutesOfBeforeToo(NotStored kind) throws Exception {
        staysUntilItIsStored(kind, Deliverer.OF_BEFORE);
    }

    private void staysUntilItIsStored(NotStored kind, Path routes) throws Exception {
        store.on("PUT", (request, server) -> kind.reply);
        try (Deliverer deliverer = deliverer(routes)) {
            String first = deliverer.seal(10);
            String second = deliverer.seal(10);
            await().atMost(Duration.ofSeconds(20)).until(() -> store.count("PUT") >= 2 && deliverer.delivery().problem() != null);
            await().atMost(Duration.ofSeconds(5)).until(() -> !deliverer.delivery().isBusy());
            assertEquals(List.of(first, second), deliverer.waiting().stream().sorted().toList());
            assertEquals(2, deliverer.space().files());
            assertEquals(kind.notS3, deliverer.delivery().problem().contains("the answer did not come from an S3 server;"
                + " is there a proxy or a captive portal?"), deliverer.delivery().problem());
            store.mend();
            assertAllOnce(deliverer);
            assertNull(deliverer.delivery().problem());
        }
    }

    /** What a store answers to a PUT that it carries out, where that alone does not show it. */
    enum Stored {
        WITHOUT_A_CHECKSUM(reply -> reply.without("x-amz-checksum")),
        WITH_ANOTHER_ETAG(reply -> reply.without("x-amz-checksum").with("etag", MD5)),
        WITH_AN_ETAG_OF_PARTS(reply -> reply.without("x-amz-checksum").with("etag", "\"0123456789abcdef0123456789abcdef-1\"")),
        WITH_AN_ETAG_OF_KMS(reply -> reply.without("x-amz-checksum").with("etag", MD5)
            .with("x-amz-server-side-encryption", "aws:kms")),
        WITH_A_WEAK_ETAG(reply -> reply.without("x-amz-checksum").with("etag", "W/" + reply.headers().get("etag"))),
        WITH_AN_ETAG_IN_CAPITALS(reply -> reply.without("x-amz-checksum").with("etag",
            reply.headers().get("etag").toUpperCase(java.util.Locale.ROOT))),
        AS_SWIFT_DOES(reply -> reply.without("x-amz-checksum").with("content-type", "text/html; charset=UTF-8")
            .with("x-amz-request-id", "tx1")),
        WITH_201(reply -> reply.as(201)),
        BUT_SAYS_TAKEN(reply -> Reply.of(412, null, "")),
        BUT_SAYS_NOT_MODIFIED(reply -> Reply.of(304, null, ""));

        private final java.util.function.UnaryOperator<Reply> change;

        Stored(java.util.function.UnaryOperator<Reply> change) {
            this.change = change;
        }

        Fault fault() {
            return (request, server) -> change.apply(server.get());
        }
    }

    @ParameterizedTest
    @EnumSource(Stored.class)
    void anObjectThatIsStoredIsRecognisedAndNotStoredAgain(Stored kind) throws Exception {
        isRecognised(kind, Deliverer.SHIPPED);
    }

    @ParameterizedTest
    @EnumSource(value = Stored.class, names = {"WITH_ANOTHER_ETAG", "BUT_SAYS_TAKEN", "BUT_SAYS_NOT_MODIFIED"})
    void anObjectThatIsStoredIsRecognisedByTheRoutesOfBeforeToo(Stored kind) throws Exception {
        isRecognised(kind, Deliverer.OF_BEFORE);
    }

    private void isRecognised(Stored kind, Path routes) throws Exception {
        store.on("PUT", kind.fault());
        try (Deliverer deliverer = deliverer(routes)) {
            List<String> keys = List.of(deliverer.seal(10), deliverer.seal(10));
            assertAllOnce(deliverer);
            assertEquals(keys, s3.keys());
            assertNull(deliverer.delivery().problem());
        }
    }

    /** How a store tells what stands under a key, after a PUT whose answer was lost. */
    enum Told {
        WITH_OTHER_ETAGS(reply -> reply.without("x-amz-checksum").with("etag", "\"an etag of its own\"")),
        WITHOUT_METADATA(reply -> reply.without("x-amz-checksum").without("x-amz-meta-")),
        WITHOUT_METADATA_AND_OTHER_ETAGS(reply -> reply.without("x-amz-checksum").without("x-amz-meta-").with("etag", MD5)),
        WITH_METADATA_OF_ANOTHER(reply -> reply.without("x-amz-checksum").with("x-amz-meta-caravan-sha256", "0")
            .with("etag", MD5)),
        WITH_A_CHECKSUM_OF_PARTS(reply -> reply.with("x-amz-checksum-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=-2")
            .with("etag", "\"0123456789abcdef0123456789abcdef-2\"")),
        WITHOUT_A_SIZE(reply -> reply.without("content-length"));

        private final java.util.function.UnaryOperator<Reply> change;

        Told(java.util.function.UnaryOperator<Reply> change) {
            this.change = change;
        }
    }

    @ParameterizedTest
    @EnumSource(Told.class)
    void theSameBytesUnderTheKeyAreKnownHoweverTheStoreTellsOfThem(Told kind) throws Exception {
        store.on("PUT", (request, server) -> server.get().as(412));
        store.on("HEAD", (request, server) -> kind.change.apply(server.get()));
        store.on("GET", (request, server) -> kind.change.apply(server.get()));
        try (Deliverer deliverer = deliverer(Deliverer.SHIPPED)) {
            List<String> keys = List.of(deliverer.seal(10), deliverer.seal(10));
            assertAllOnce(deliverer);
            assertEquals(keys, s3.keys());
        }
    }

    /** HEAD and GET by someone who is not S3, or who will not tell. */
    enum Untold {
        A_PAGE(Reply.of(200, "text/html", PAGE)),
        NO_ETAG(Reply.of(200, null, "")),
        FORBIDDEN(Reply.of(403, null, "")),
        BROKEN(Reply.of(500, null, "")),
        TAKEN(Reply.of(412, null, "")),
        NOT_MODIFIED(Reply.of(304, null, ""));

        private final Reply reply;

        Untold(Reply reply) {
            this.reply = reply;
        }
    }

    @ParameterizedTest
    @EnumSource(Untold.class)
    void aFileStaysWhileItIsNotToldWhatStandsUnderTheKey(Untold kind) throws Exception {
        store.on("PUT", (request, server) -> server.get().as(412));
        store.on("HEAD", (request, server) -> kind.reply);
        staysWhileNotTold();
    }

    @ParameterizedTest
    @EnumSource(Untold.class)
    void aFileStaysWhileTheObjectCannotBeRead(Untold kind) throws Exception {
        store.on("PUT", (request, server) -> server.get().as(412));
        // It has the form of an MD5, and there is no word of KMS: it may be the MD5 of other bytes.
        store.on("HEAD", (request, server) -> server.get().without("x-amz-checksum").with("etag", MD5));
        store.on("GET", (request, server) -> kind.reply);
        staysWhileNotTold();
    }

    private void staysWhileNotTold() throws Exception {
        try (Deliverer deliverer = deliverer(Deliverer.SHIPPED)) {
            String key = deliverer.seal(10);
            await().atMost(Duration.ofSeconds(20)).until(() -> deliverer.delivery().problem() != null);
            await().atMost(Duration.ofSeconds(5)).until(() -> !deliverer.delivery().isBusy());
            assertEquals(List.of(key), deliverer.waiting());
            store.mend();
            assertAllOnce(deliverer);
            assertEquals(List.of(key), s3.keys());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"0123456789abcdef0123456789abcdef-1\"", "kms"})
    void ourOwnMetadataCountsOnlyWhereNothingElseIsToBeHadAndThatIsSaid(String etag) throws Exception {
        store.on("PUT", (request, server) -> server.get().as(412));
        store.on("HEAD", (request, server) -> etag.equals("kms") ? server.get().without("x-amz-checksum").with("etag", MD5)
            .with("x-amz-server-side-encryption", "aws:kms") : server.get().without("x-amz-checksum").with("etag", etag));
        store.on("GET", (request, server) -> Reply.of(403, null, ""));
        try (Deliverer deliverer = deliverer(Deliverer.SHIPPED)) {
            String key = deliverer.seal(10);
            assertAllOnce(deliverer);
            assertEquals(List.of(key), s3.keys());
            assertNotNull(deliverer.delivery().note());
            assertTrue(deliverer.delivery().note().contains("s3:GetObject"), deliverer.delivery().note());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a page", "no etag", "another etag"})
    void theSameStandardHoldsWhereHeadComesFirst(String kind) throws Exception {
        Fault page = (request, server) -> Reply.of(200, "text/html", PAGE);
        store.on("PUT", (request, server) -> kind.equals("a page") ? Reply.of(200, "text/html", PAGE)
            : kind.equals("no etag") ? Reply.of(200, null, "") : Reply.of(200, null, "").with("etag", MD5));
        try (Deliverer deliverer = new Deliverer(directory.resolve("state"), store.endpoint(), Deliverer.SHIPPED, false)) {
            String key = deliverer.seal(10);
            await().atMost(Duration.ofSeconds(20)).until(() -> deliverer.delivery().problem() != null);
            assertEquals(List.of(key), deliverer.waiting());
            store.on("HEAD", page);
            long heads = store.count("HEAD");
            await().atMost(Duration.ofSeconds(20)).until(() -> store.count("HEAD") > heads);
            assertEquals(List.of(key), deliverer.waiting());
            store.mend();
            assertAllOnce(deliverer);
            assertEquals(List.of(key), s3.keys());
            assertNull(deliverer.fact(ConditionalWrites.FACT), "no condition was sent");
        }
    }
}
