package dev.caravan.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A trust store may be set as all settings are; one that Java was given stays. */
class TrustStoreTest {

    // Java reads the store itself only when the first connection by TLS is made, so the type is what can be tried here.
    private static final String TYPE = "javax.net.ssl.trustStoreType";

    @AfterEach
    void clear() {
        System.clearProperty(TYPE);
    }

    @Test
    void aSettingBecomesASystemProperty() {
        TrustStore.apply(Map.of(TYPE, "PKCS12 ")::get);
        assertEquals("PKCS12", System.getProperty(TYPE));
        TrustStore.apply(Map.of(TYPE, "JKS")::get);
        assertEquals("PKCS12", System.getProperty(TYPE));
    }

    @Test
    void whatIsNotSetIsNot() {
        TrustStore.apply(name -> " ");
        TrustStore.apply(name -> null);
        assertNull(System.getProperty(TYPE));
    }
}
