package dev.caravan.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.apache.camel.component.aws2.s3.AWS2S3Operations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings of Camel's component that are ignored, or send the logs elsewhere, are refused. */
class ComponentCheckTest {

    private final AWS2S3Configuration s3 = new AWS2S3Configuration();

    private void refused(String... parts) {
        List<String> problems = ComponentCheck.problems(s3, "logs");
        assertEquals(1, problems.size(), problems::toString);
        for (String part : parts) {
            assertTrue(problems.get(0).contains(part), problems.get(0));
        }
        assertFalse(problems.get(0).contains("geheim"), problems.get(0));
    }

    @Test
    void nothingIsWrongWithNothing() {
        assertEquals(List.of(), ComponentCheck.problems(s3, "logs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9000", "https://minio", "http://[::1]:9000", "https://s3.eu-central-1.amazonaws.com/",
        "https://x.supabase.co/storage/v1/s3", "HTTPS://minio:9000/"})
    void anEndpointIsTaken(String endpoint) {
        s3.setOverrideEndpoint(true);
        s3.setUriEndpointOverride(endpoint);
        assertEquals(List.of(), ComponentCheck.problems(s3, "logs"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "minio:9000|it must begin with https:// or http://, as https://minio:9000",
        "localhost|as https://localhost", "//minio|as https://minio", "ftp://minio|it must begin with",
        "http://|it is no URL", "http://minio_1:9000|letters, digits, - and . only", "http://minio:99999|HOST:PORT",
        "http://my host|it is no URL", "http://user:geheim@minio|no user and password", "http://minio/?a=b|no ?",
        "https://logs.s3.eu-central-1.amazonaws.com|leave the bucket out", "http://minio:9000/logs|leave the bucket out",
        "http://minio:9000/logs/|leave the bucket out"})
    void anEndpointIsRefused(String endpoint, String why) {
        s3.setOverrideEndpoint(true);
        s3.setUriEndpointOverride(endpoint);
        refused("camel.component.aws2-s3.uri-endpoint-override is", why);
    }

    @Test
    void anEndpointThatIsNotUsedIsRefused() {
        s3.setUriEndpointOverride("http://minio:9000");
        refused("objects would go to Amazon", "camel.component.aws2-s3.override-endpoint = true");
    }

    @Test
    void overridingWithoutAnEndpointIsRefused() {
        s3.setOverrideEndpoint(true);
        refused("camel.component.aws2-s3.override-endpoint", "uri-endpoint-override");
    }

    @Test
    void amazonsBucketsAndRegionsHaveTheirForm() {
        assertTrue(ComponentCheck.problems(s3, "b").get(0).contains("3 characters"));
        s3.setRegion("EU_CENTRAL_1");
        refused("region is \"EU_CENTRAL_1\"", "eu-central-1");
    }

    @Test
    void endpointsOfTheEnvironmentNeedASchemeToo() {
        Map<String, String> environment = Map.of("AWS_ENDPOINT_URL_S3", "minio:9000", "AWS_ENDPOINT_URL", "http://minio:9000");
        assertEquals(List.of("AWS_ENDPOINT_URL_S3 is \"minio:9000\": it must begin with https:// or http://"),
            ComponentCheck.problems(environment::get));
        assertEquals(List.of(), ComponentCheck.problems(name -> null));
    }

    @Test
    void halfAProxyIsRefused() {
        s3.setProxyHost("proxy");
        refused("proxy-host", "camel.component.aws2-s3.proxy-port");
        s3.setProxyPort(3128);
        assertEquals(List.of(), ComponentCheck.problems(s3, "logs"));
        s3.setProxyHost("http://proxy");
        refused("proxy-host", "only the name or address");
        s3.setProxyHost(null);
        refused("proxy-port", "camel.component.aws2-s3.proxy-host");
    }

    @Test
    void halfOfTheCredentialsIsRefusedWithoutShowingIt() {
        s3.setSecretKey("geheim");
        refused("secret-key is set", "camel.component.aws2-s3.access-key");
        s3.setSecretKey(null);
        s3.setAccessKey("geheim");
        refused("access-key is set", "camel.component.aws2-s3.secret-key");
        s3.setSecretKey("geheim");
        s3.setSessionToken("geheim");
        refused("session-token is set", "use-session-credentials = true");
        s3.setUseSessionCredentials(true);
        assertEquals(List.of(), ComponentCheck.problems(s3, "logs"));
    }

    @Test
    void modesThatBreakWhatIsPromisedAreRefused() {
        s3.setStreamingUploadMode(true);
        refused("streaming-upload-mode");
        s3.setStreamingUploadMode(false);
        s3.setMultiPartUpload(true);
        refused("multi-part-upload");
        s3.setMultiPartUpload(false);
        s3.setDeleteAfterWrite(true);
        refused("delete-after-write");
        s3.setDeleteAfterWrite(false);
        s3.setPojoRequest(true);
        refused("pojo-request");
        s3.setPojoRequest(false);
        s3.setOperation(AWS2S3Operations.listObjects);
        refused("operation is listObjects");
    }
}
