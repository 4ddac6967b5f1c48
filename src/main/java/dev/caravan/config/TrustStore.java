package dev.caravan.config;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Java's properties of TLS, for an S3 server whose certificate the user's own CA has signed. Java reads them from system properties only; Caravan
 * also accepts them in all places of settings.
 */
public final class TrustStore {

    private static final List<String> NAMES = List.of("javax.net.ssl.trustStore", "javax.net.ssl.trustStorePassword",
        "javax.net.ssl.trustStoreType");

    private TrustStore() {
    }

    /**
     * Copies the settings to system properties, unless those are set already. Java reads them at the first connection.
     *
     * @param lookup returns the value of a setting, or null
     */
    public static void apply(UnaryOperator<String> lookup) {
        for (String name : NAMES) {
            String value = lookup.apply(name);
            if (value != null && !value.isBlank() && System.getProperty(name) == null) {
                System.setProperty(name, value.strip());
            }
        }
    }
}
