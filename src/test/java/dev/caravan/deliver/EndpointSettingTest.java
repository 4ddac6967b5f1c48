package dev.caravan.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint is known at the start as the client will have it later. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class EndpointSettingTest {

    private static final String COMPONENT = "camel.component.aws2-s3.";

    @AfterEach
    void clear() {
        System.clearProperty("aws.endpointUrlS3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"uri-endpoint-override override-endpoint", "uriEndpointOverride overrideEndpoint"})
    void theComponentsSettingComesFirst(String names) {
        System.setProperty("aws.endpointUrlS3", "http://other:1");
        Map<String, String> settings = new HashMap<>();
        settings.put(COMPONENT + names.split(" ")[0], "http://store:9000");
        settings.put(COMPONENT + names.split(" ")[1], "true");
        assertEquals("http://store:9000", EndpointSetting.of(settings::get));
        // Camel uses it only together with the other.
        settings.remove(COMPONENT + names.split(" ")[1]);
        assertEquals("http://other:1", EndpointSetting.of(settings::get));
    }

    @Test
    void whatCannotBeReadIsNamed() {
        System.setProperty("aws.endpointUrlS3", "not a url");
        String message = assertThrows(IllegalArgumentException.class, () -> EndpointSetting.of(name -> null)).getMessage();
        assertTrue(message.contains("AWS_ENDPOINT_URL_S3"), message);
    }
}
