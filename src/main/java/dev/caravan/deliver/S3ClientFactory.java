package dev.caravan.deliver;

import dev.caravan.state.Units;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.aws.common.AwsClientBuilderUtil;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.main.Main;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes the S3 client from the settings of Camel's component, as the component itself does, and adds what it has no
 * settings for: time limits, so that a server that never answers cannot stop delivery for good, and the checksum that S3
 * compares with what it receives.
 */
public final class S3ClientFactory {

    private S3ClientFactory() {
    }

    /** A client with the component's settings. */
    public static S3Client create(AWS2S3Configuration configuration, Duration attempt) {
        return AwsClientBuilderUtil.buildClient(configuration, S3Client::builder, builder -> {
            builder.overrideConfiguration(o -> o.apiCallAttemptTimeout(attempt)
                .apiCallTimeout(attempt.multipliedBy(2)).addExecutionInterceptor(new ChecksumHeader()));
            builder.putAuthScheme(new ChecksumSigning());
            if (configuration.isForcePathStyle()) {
                builder.forcePathStyle(true);
            }
            if (isPlain(configuration)) {
                // The SDK's own HTTP client without what it would make for TLS, with Java's certificates in it.
                builder.httpClientBuilder(ApacheHttpClient.builder()
                    .socketFactory(PlainConnectionSocketFactory.getSocketFactory()));
            }
        });
    }

    /** Whether all requests go over plain http. With a proxy set here, Camel has made an HTTP client for it. */
    private static boolean isPlain(AWS2S3Configuration configuration) {
        String endpoint = configuration.getUriEndpointOverride();
        return configuration.isOverrideEndpoint() && endpoint != null && endpoint.startsWith("http://")
            && configuration.getProxyHost() == null;
    }

    /**
     * A client with the settings that delivery would have here: {@code camel.component.aws2-s3.*} and
     * {@code caravan.deliver.attempt-timeout} of {@code application.properties}, system properties and the environment.
     * Nothing of Caravan is started.
     *
     * @param more settings that take the place of those; may be empty
     */
    public static S3Client ofSettings(Map<String, String> more) {
        Main main = new Main();
        main.setPropertyPlaceholderLocations(
            "file:application.properties;optional=true,classpath:application.properties");
        main.configure().withRoutesIncludePattern("false");
        more.forEach(main::addOverrideProperty);
        main.init();
        try {
            CamelContext context = main.getCamelContext();
            String setting = "caravan.deliver.attempt-timeout";
            return create(context.getComponent("aws2-s3", AWS2S3Component.class).getConfiguration(), Duration.ofMillis(
                Units.millis(setting, context.resolvePropertyPlaceholders("{{" + setting + ":60s}}"))));
        } finally {
            main.stop();
        }
    }
}
