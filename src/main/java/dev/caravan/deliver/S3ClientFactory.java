package dev.caravan.deliver;

import dev.caravan.config.Catalog;
import dev.caravan.config.Given;
import dev.caravan.config.SettingsFile;
import dev.caravan.config.TrustStore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.aws.common.AwsClientBuilderUtil;
import org.apache.camel.component.aws2.s3.AWS2S3Component;
import org.apache.camel.component.aws2.s3.AWS2S3Configuration;
import org.apache.camel.main.Main;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Creates the S3 client from the settings of Camel's component, as the component itself does, and adds what it has no settings for: time
 * limits, so that a server that never answers cannot stop delivery for good, and the checksum that S3 compares with the received bytes.
 */
public final class S3ClientFactory {

    private S3ClientFactory() {
    }

    /** Creates a client for delivery with the component's settings. The interceptors in {@code more} see each request. */
    public static S3Client create(AWS2S3Configuration configuration, Duration attempt, ExecutionInterceptor... more) {
        return create(configuration, RequestRules.ofDelivery(attempt), more);
    }

    /** Creates a client with the component's settings. The interceptors in {@code more} see each request. */
    public static S3Client create(AWS2S3Configuration configuration, RequestRules rules, ExecutionInterceptor... more) {
        return create(configuration, rules, false, more);
    }

    /**
     * Creates a client with these settings alone: it ignores system properties, the environment and AWS's files, including their proxies.
     * The interceptors in {@code more} see each request.
     */
    public static S3Client createAlone(AWS2S3Configuration configuration, RequestRules rules, ExecutionInterceptor... more) {
        return create(configuration, rules, true, more);
    }

    private static S3Client create(AWS2S3Configuration configuration, RequestRules rules, boolean alone,
        ExecutionInterceptor... more) {
        // For these two settings Camel would create its own HTTP client, but the SDK accepts only one.
        AWS2S3Configuration rest = configuration.copy();
        rest.setProxyHost(null);
        rest.setTrustAllCertificates(false);
        return AwsClientBuilderUtil.buildClient(rest, S3Client::builder, builder -> {
            builder.overrideConfiguration(options -> {
                // WatchedHttpClient limits the request itself; this limits what precedes it, such as fetching credentials.
                options.apiCallTimeout(Transfer.total(rules.silence(), rules.largest()));
                options.addExecutionInterceptor(new ChecksumHeader()).addExecutionInterceptor(new PlainHttp());
                options.addExecutionInterceptor(new AskedException.Interceptor());
                for (ExecutionInterceptor interceptor : more) {
                    options.addExecutionInterceptor(interceptor);
                }
                if (!rules.expectContinue()) {
                    options.addExecutionInterceptor(new NoExpectContinue());
                }
                if (!rules.retry()) {
                    options.retryStrategy(AwsRetryStrategy.doNotRetry());
                }
                if (alone) {
                    options.defaultProfileFile(ProfileFile.aggregator().build()).defaultProfileName("none")
                        .compressionConfiguration(compression -> compression.requestCompressionEnabled(false));
                }
            });
            if (alone) {
                builder.fipsEnabled(false).dualstackEnabled(false).defaultsMode(DefaultsMode.LEGACY)
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_SUPPORTED);
            }
            builder.putAuthScheme(new ChecksumSigning());
            // For schemes that are not ours, such as that of directory buckets.
            builder.serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false));
            if (configuration.isForcePathStyle()) {
                builder.forcePathStyle(true);
            }
            builder.httpClientBuilder(httpClient(configuration, rules, alone));
        });
    }

    /** Returns the SDK's HTTP client with those settings of Camel's component that concern it. */
    private static SdkHttpClient.Builder<?> httpClient(AWS2S3Configuration configuration, RequestRules rules,
        boolean alone) {
        ApacheHttpClient.Builder http = ApacheHttpClient.builder().expectContinueEnabled(rules.expectContinue());
        if (alone) {
            http.proxyConfiguration(ProxyConfiguration.builder().useSystemPropertyValues(false)
                .useEnvironmentVariableValues(false).build());
        }
        if (hasProxy(configuration)) {
            http.proxyConfiguration(ProxyConfiguration.builder().endpoint(URI.create(configuration.getProxyProtocol() + "://"
                + configuration.getProxyHost() + ":" + configuration.getProxyPort())).build());
        } else if (isPlain(configuration)) {
            // Avoids the default socket factory for TLS, which would load Java's certificates.
            http.socketFactory(PlainConnectionSocketFactory.getSocketFactory());
        }
        AttributeMap.Builder options = AttributeMap.builder();
        if (configuration.isTrustAllCertificates()) {
            options.put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true);
        }
        return new WatchedHttpClient.Builder(http, options.build(), rules);
    }

    private static boolean hasProxy(AWS2S3Configuration configuration) {
        return configuration.getProxyHost() != null && !configuration.getProxyHost().isBlank()
            && configuration.getProxyPort() != null;
    }

    /** Reports whether all requests go over plain http. */
    private static boolean isPlain(AWS2S3Configuration configuration) {
        String endpoint = configuration.getUriEndpointOverride();
        return configuration.isOverrideEndpoint() && endpoint != null && endpoint.startsWith("http://");
    }

    /**
     * Creates a client with the settings that delivery would have here: {@code camel.component.aws2-s3.*} and
     * {@code caravan.deliver.attempt-timeout} of {@code application.properties}, system properties and the environment. Starts nothing of
     * Caravan.
     *
     * @param more settings that override those; may be empty
     */
    public static S3Client ofSettings(Map<String, String> more) {
        Main main = new Main();
        Properties own = new Properties();
        own.putAll(more);
        Given given = Given.around(own, SettingsFile.find());
        main.setPropertyPlaceholderLocations("false");
        main.setInitialProperties(given.ofCamel());
        main.configure().withRoutesIncludePattern("false");
        more.forEach(main::addOverrideProperty);
        main.init();
        try {
            CamelContext context = main.getCamelContext();
            TrustStore.apply(name -> context.resolvePropertyPlaceholders("{{" + name + ":}}"));
            AWS2S3Configuration configuration = context.getComponent("aws2-s3", AWS2S3Component.class).getConfiguration();
            List<String> problems = ComponentCheck.problems(configuration, "");
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
            return create(configuration, RequestRules.ofReading(given.value(Catalog.ATTEMPT_TIMEOUT)));
        } finally {
            main.stop();
        }
    }
}
