package dev.caravan.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.outbox.FailureScope;
import dev.caravan.testing.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What a user is told of each cause, by a real client's exception wherever one can be had. */
@Tag("slow")
class FailureTest {

    /** Properties that other tests of this process must not see. */
    private static final Set<String> PROPERTIES = new HashSet<>();

    @TempDir
    Path directory;

    @AfterEach
    void clear() {
        PROPERTIES.forEach(System::clearProperty);
        PROPERTIES.clear();
        // The SDK has taken the servers' wrong dates for right, in all of the process.
        SdkGlobalTime.setGlobalTimeOffset(0);
    }

    private static void set(String name, String value) {
        PROPERTIES.add(name);
        System.setProperty(name, value);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        // row | status | header | code, sentence | scope | words
        "NOT_S3|503 Gone|Content-Type: text/html|<html><body>Sorry</body></html>|ALL|the answer (503) did not come from an S3 server; is there a proxy or a captive portal?",
        "NOT_S3|403 No|content-type: Text/HTML; charset=utf-8|<!DOCTYPE html><p>|ALL|the answer (403) did not come from an S3 server",
        "NOT_S3|302 Found|Location: http://portal.test/login|``|ALL|the answer (302 to http://portal.test/login) did not come from an S3 server",
        "PROXY|407 Proxy||``|ALL|a proxy asks for a user and password",
        "REGION|301 Moved|x-amz-bucket-region: eu-west-1|PermanentRedirect;The bucket you are attempting to access must be addressed using the specified endpoint.|ALL|the bucket is in the region eu-west-1; set camel.component.aws2-s3.region = eu-west-1",
        "REGION|400 Bad||AuthorizationHeaderMalformed;The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'|ALL|in the region eu-west-1",
        "REGION|400 Bad||IllegalLocationConstraintException;No|ALL|the bucket is in another region; set camel.component.aws2-s3.region",
        "CLOCK|403 No||RequestTimeTooSkewed;The difference between the request time and the current time is too large.|ALL|this machine's clock is wrong; set it, for example by NTP; S3 says: The difference",
        "CLOCK|403 No|Date: -1h|AccessDenied;Access Denied|ALL|this machine's clock is wrong, 60 minutes ahead of S3's",
        "EXPIRED|400 Bad||ExpiredToken;The provided token has expired.|ALL|the credentials have expired",
        "CREDENTIALS|403 No||SignatureDoesNotMatch;The request signature we calculated does not match|ALL|the credentials are wrong (SignatureDoesNotMatch)",
        "CREDENTIALS|400 No||AuthorizationHeaderMalformed;a non-empty Access Key (AKID) must be provided|ALL|the credentials are wrong",
        "NO_BUCKET|404 No||NoSuchBucket;The specified bucket does not exist|ALL|the bucket does not exist; create it, or correct caravan.bucket",
        "BUCKET_NAME|400 No||InvalidBucketName;The specified bucket is not valid.|ALL|S3 says: The specified bucket is not valid",
        "OTHER_ACCOUNT|403 No||AllAccessDisabled;All access to this object has been disabled|ALL|is disabled (AllAccessDisabled)",
        "KMS|400 No||KMS.DisabledException;arn:aws:kms:x is disabled.|PREFIX|the KMS key cannot be used (KMS.DisabledException)",
        "KMS|403 No||AccessDenied;User: arn:aws:iam::1:user/u is not authorized to perform: kms:GenerateDataKey on the resource|PREFIX|need kms:GenerateDataKey and kms:Decrypt on it; S3 says: User: arn:aws:iam::1:user/u is not authorized",
        "EXPLICIT_DENY|403 No||AccessDenied;User: u is not authorized to perform: s3:PutObject with an explicit deny in a resource-based policy|PREFIX|permission denied by an explicit deny, which no other policy can allow",
        "ACL|400 No||AccessControlListNotSupported;The bucket does not allow ACLs|PREFIX|remove caravan.deliver.acl",
        "ACL|403 No||AccessDenied;User: u is not authorized to perform: s3:PutObjectAcl|PREFIX|or allow s3:PutObjectAcl; S3 says: User: u",
        "OBJECT_LOCK|400 No||InvalidRequest;Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters|PREFIX|the bucket has Object Lock",
        "DENIED|403 No||AccessDenied;Access Denied|PREFIX|permission denied; the IAM policy needs s3:PutObject and s3:GetObject on it",
        "DENIED|403 No||AccessDenied;User: u is not authorized to perform: s3:PutObject because no identity-based policy allows it|PREFIX|on it; S3 says: User: u is not authorized",
        "DAMAGED|400 No||BadDigest;The SHA256 you specified did not match|PREFIX|the object arrived damaged",
        "NOT_IMPLEMENTED|501 No||NotImplemented;A header you provided implies functionality that is not implemented|ALL|the store does not implement the request; if it does not support If-None-Match, set caravan.conditional-writes = false",
        "FULL|507 Full||XMinioStorageFull;Storage backend has reached its minimum free drive threshold.|ALL|the store is full (507 XMinioStorageFull)",
        "BUSY|503 Slow Down||SlowDown;Please reduce your request rate.|ALL|S3 is overloaded or failing (503 SlowDown)",
        "BUSY|500 Error||``|ALL|S3 is overloaded or failing (500)",
        "OTHER|400 No||EntityTooLarge;Your proposed upload exceeds the maximum allowed object size|PREFIX|S3 answered 400 EntityTooLarge; S3 says: Your proposed upload",
        "OTHER|418 Teapot||``|PREFIX|S3 answered 418"})
    void anAnswerIsToldInWords(AnswerCause row, String status, String header, String body, String scope, String words)
        throws Exception {
        String[] parts = body == null ? new String[] {""} : body.split(";", 2);
        String text = parts.length < 2 ? parts[0] : "<?xml version=\"1.0\"?><Error><Code>" + parts[0] + "</Code><Message>" + parts[1]
            + "</Message><RequestId>1</RequestId></Error>";
        AwsServiceException e = refused(status, header, text, false);
        assertEquals(row, AnswerCause.of(new Refusal(e, "", "")));
        Failure failure = Failure.of(new RuntimeException("wrapped", e));
        assertTrue(failure.reason().contains(words), failure.reason());
        assertFalse(failure.reason().contains("null"), failure.reason());
        assertEquals(FailureScope.valueOf(scope), failure.scope());
        assertEquals(row == AnswerCause.BUSY, failure.passing());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "UNSAID_400|400 Bad|x-amz-bucket-region: us-east-1|400 to a HEAD request, which gives no reason: often the credentials have expired",
        "REGION|400 Bad|x-amz-bucket-region: eu-west-1|the bucket is in the region eu-west-1; set camel",
        "CLOCK|400 Bad|Date: -20m|clock is wrong, 20 minutes ahead of S3's",
        "CLOCK|403 No|Date: 2d|minutes behind S3's",
        "UNSAID_403|403 No|x-amz-bucket-region: us-east-1|403 to a HEAD request, which gives no reason: permission denied",
        "NO_BUCKET|404 No|x: y|the bucket does not exist",
        "REGION|301 Moved|x-amz-bucket-region: eu-west-1|the region eu-west-1",
        "NOT_S3|302 Found|Location: https://portal.test/|did not come from an S3 server",
        "NOT_IMPLEMENTED|501 No|x: y|caravan.conditional-writes = false",
        "BUSY|503 No|x: y|overloaded or failing (503)"})
    void anAnswerToHeadHasNoReasonInIt(AnswerCause row, String status, String header, String words) throws Exception {
        AwsServiceException e = refused(status, header, "", true);
        assertEquals(row, AnswerCause.of(new Refusal(e, "", "")));
        String reason = Failure.of(e).reason();
        assertTrue(reason.contains(words), reason);
        assertFalse(reason.contains("null"), reason);
    }

    @Test
    void eachCauseHasItsTest() throws Exception {
        Set<String> tested = new HashSet<>();
        for (var method : FailureTest.class.getDeclaredMethods()) {
            CsvSource table = method.getAnnotation(CsvSource.class);
            if (table != null) {
                Arrays.stream(table.value()).forEach(row -> tested.add(row.substring(0, row.indexOf('|'))));
            }
        }
        for (AnswerCause cause : AnswerCause.values()) {
            assertTrue(tested.contains(cause.name()), cause.name());
        }
    }

    @Test
    void whatS3SaysIsOneLineWithoutControlCharacters() {
        assertEquals("a b", Refusal.sentence("a\r\n\u001b\u0000b.\n"));
        assertTrue(Refusal.sentence("x".repeat(10_000)).length() < 500);
    }

    @Test
    void aHostThatIsNotKnownIsNamed() {
        // A label this long is asked of no name server.
        String host = "a".repeat(64) + ".test";
        String reason = failed("http://" + host).reason();
        assertTrue(reason.startsWith("S3 cannot be reached: the host " + host + " is not known"), reason);
    }

    @Test
    void aPortWhereNobodyListensIsNamed() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        Failure failure = failed("http://127.0.0.1:" + port);
        assertTrue(failure.reason().startsWith("S3 cannot be reached: 127.0.0.1:" + port + " refuses the connection"), failure.reason());
        assertEquals(FailureScope.ALL, failure.scope());
    }

    @Test
    void aCertificateThatNobodyKnowsLeadsToTheTrustStore() throws Exception {
        try (RawServer server = RawServer.https(RawServer.keyStore(directory), true, RawServer.answer("200 OK", "", ""))) {
            String reason = failed(server.endpoint()).reason();
            assertTrue(reason.contains("set javax.net.ssl.trustStore = FILE (docs/aws.md)"), reason);
        }
    }

    @Test
    void otherCertificatesThatDoNotFitAreTold() {
        assertTrue(Failure.of(SdkClientException.create("x", new SSLPeerUnverifiedException("Certificate for <a.b> doesn't match")))
            .reason().contains("force-path-style = true (Certificate for <a.b> doesn't match)"));
        assertTrue(Failure.of(SdkClientException.create("x", new CertificateExpiredException())).reason().contains("has expired"));
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsTold() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (Socket client = plain.accept()) {
                    client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    client.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // The client has gone.
                }
            });
            answering.start();
            String reason = failed("https://127.0.0.1:" + plain.getLocalPort()).reason();
            assertTrue(reason.contains("does not speak https; is http:// meant"), reason);
        }
    }

    @Test
    void aServerThatClosesTheConnectionIsTold() throws Exception {
        try (RawServer server = RawServer.http((request, connection) -> {})) {
            Failure closed = failed(server.endpoint());
            assertTrue(closed.reason().contains("closed the connection without an answer"), closed.reason());
            assertTrue(closed.passing());
        }
    }

    @Test
    void aServerThatIsSilentIsToldWithTheSetting() throws Exception {
        try (RawServer server = RawServer.http((request, connection) -> java.util.concurrent.locks.LockSupport.parkNanos(5_000_000_000L))) {
            String reason = failed(server.endpoint(), Duration.ofSeconds(1)).reason();
            assertEquals("S3 cannot be reached: no answer for 1000 ms (caravan.deliver.attempt-timeout)", reason);
        }
    }

    @Test
    void credentialsThatNobodyHasSetAreToldFromThoseThatFailed() throws Exception {
        set("aws.disableEc2Metadata", "true");
        set("aws.sharedCredentialsFile", directory.resolve("none").toString());
        set("aws.configFile", directory.resolve("none").toString());
        assertTrue(unable().startsWith("no AWS credentials found; set AWS_ACCESS_KEY_ID"), unable());

        set("aws.webIdentityTokenFile", directory.resolve("token").toString());
        set("aws.roleArn", "arn:aws:iam::123456789012:role/logs");
        assertTrue(unable().startsWith("the credentials of the web identity (AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN) cannot be obtained: "),
            unable());
        assertTrue(unable().contains(directory.resolve("token").toString()), unable());
        clear();

        set("aws.disableEc2Metadata", "true");
        set("aws.sharedCredentialsFile", directory.resolve("none").toString());
        set("aws.configFile", Files.writeString(directory.resolve("config"), "[default]\nrole_arn = arn:aws:iam::123456789012:role/logs\n"
            + "source_profile = nobody\n").toString());
        assertTrue(unable().startsWith("the credentials of the profile in ~/.aws cannot be obtained: "), unable());
    }

    @Test
    void aRoleThatIsNotGivenIsTold() {
        AwsServiceException e = AwsServiceException.builder().statusCode(403).awsErrorDetails(AwsErrorDetails.builder().serviceName("Sts")
            .errorCode("AccessDenied").errorMessage("Not authorized to perform sts:AssumeRoleWithWebIdentity").build()).build();
        assertEquals("the credentials of the configured role cannot be obtained: Sts says: Not authorized to perform"
            + " sts:AssumeRoleWithWebIdentity", Failure.of(e).reason());
    }

    /** What is told where no keys are set. */
    private static String unable() {
        AWS2S3Configuration configuration = configuration("http://127.0.0.1:1");
        configuration.setAccessKey(null);
        configuration.setSecretKey(null);
        try (S3Client client = S3ClientFactory.create(configuration, Duration.ofSeconds(1))) {
            return Failure.of(assertThrows(Exception.class, () -> client.headBucket(r -> r.bucket("logs")))).reason();
        }
    }

    private static AwsServiceException refused(String status, String header, String body, boolean head) throws Exception {
        String headers = header == null ? "" : header + "\r\n";
        if (headers.startsWith("Date: ")) {
            String ago = header.substring("Date: ".length());
            Duration difference = Duration.parse((ago.startsWith("-") ? "-" : "") + (ago.endsWith("d") ? "P" : "PT")
                + ago.replace("-", ""));
            headers = "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plus(difference)) + "\r\n";
        }
        try (RawServer server = RawServer.http(RawServer.answer(status, headers, body));
            S3Client client = S3ClientFactory.create(configuration(server.endpoint()), Duration.ofSeconds(10))) {
            return assertThrows(AwsServiceException.class, () -> {
                if (head) {
                    client.headBucket(r -> r.bucket("logs"));
                } else {
                    client.putObject(r -> r.bucket("logs").key("one.log"), RequestBody.fromString("a line\n"));
                }
            });
        }
    }

    /** The failure of a request to this endpoint. */
    private static Failure failed(String endpoint) {
        return failed(endpoint, Duration.ofSeconds(20));
    }

    private static Failure failed(String endpoint, Duration silence) {
        try (S3Client client = S3ClientFactory.create(configuration(endpoint), silence)) {
            return Failure.of(assertThrows(Exception.class,
                () -> client.putObject(r -> r.bucket("logs").key("one.log"), RequestBody.fromString("a line\n"))));
        }
    }

    private static AWS2S3Configuration configuration(String endpoint) {
        AWS2S3Configuration configuration = new AWS2S3Configuration();
        configuration.setOverrideEndpoint(true);
        configuration.setUriEndpointOverride(endpoint);
        configuration.setForcePathStyle(true);
        configuration.setRegion("us-east-1");
        configuration.setAccessKey("key");
        configuration.setSecretKey("secret");
        return configuration;
    }
}
