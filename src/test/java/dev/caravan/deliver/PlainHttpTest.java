package dev.caravan.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.caravan.testing.LogCapture;
import java.net.URI;
import java.util.regex.Pattern;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** A store on another machine that is spoken to without encryption is named once. */
class PlainHttpTest {

    @ParameterizedTest
    @CsvSource({"http,192.0.2.1,true", "HTTP,198.51.100.7,true", "http,no-such-name.invalid,true", "https,192.0.2.1,false",
        "http,127.0.0.1,false", "http,127.8.8.8,false", "http,localhost,false", "http,::1,false"})
    void onlyWhatLeavesTheMachineIsToldOf(String protocol, String host, boolean told) {
        assertEquals(told, PlainHttp.leavesUnencrypted(protocol, host));
    }

    @Test
    void itIsToldOnceAClient() {
        AWS2S3Configuration configuration = new AWS2S3Configuration();
        configuration.setUriEndpointOverride(URI.create("http://no-such-name.invalid:9").toString());
        configuration.setOverrideEndpoint(true);
        configuration.setForcePathStyle(true);
        configuration.setRegion("us-east-1");
        configuration.setAccessKey("testkey");
        configuration.setSecretKey("testsecret");
        try (LogCapture log = new LogCapture();
            S3Client s3 = S3ClientFactory.create(configuration, RequestRules.ofReading(java.time.Duration.ofSeconds(1)))) {
            for (int i = 0; i < 2; i++) {
                try {
                    s3.listObjectsV2(b -> b.bucket("logs"));
                } catch (SdkException e) {
                    // Nobody is there.
                    continue;
                }
            }
            assertEquals(1, Pattern.compile("objects go to http://no-such-name.invalid:9 without encryption").matcher(log.text())
                .results().count(), log.text());
        }
    }
}
