package dev.caravan.config;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Java's own properties of TLS, for an S3 server whose certificate a CA of the user's has signed. Java reads them as system properties
 * alone; here they may stand where all other settings do.
 */
public final class TrustStore {

    private static final List<String> NAMES = List.of("javax.net.ssl.trustStore", "javax.net.ssl.trustStorePassword",
        "javax.net.ssl.trustStoreType");

    private TrustStore() {
    }

    /**
     * Makes system properties of those that are set; what is one already stays. Java looks at them when the first connection is made.
     *
     * @param lookup value of a setting, or null
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
