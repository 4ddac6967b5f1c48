package dev.caravan.deliver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.endpoint.AwsClientEndpointProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/** Finds the endpoint that the S3 client will use, before the client exists. */
public final class EndpointSetting {

    private static final String COMPONENT = "camel.component.aws2-s3.";

    private EndpointSetting() {
    }

    /**
     * Returns the endpoint set for Camel's component, otherwise the one that the SDK takes from system properties, the environment or AWS's
     * own files.
     *
     * @param lookup returns the value of a setting, or null
     * @return null for Amazon's
     */
    public static @Nullable String of(UnaryOperator<String> lookup) {
        String endpoint = either(lookup, "uri-endpoint-override", "uriEndpointOverride");
        boolean override = "true".equalsIgnoreCase(either(lookup, "override-endpoint", "overrideEndpoint"));
        if (endpoint != null && override) {
            return endpoint;
        }
        return isSetElsewhere() ? ofSdk() : null;
    }

    private static String either(UnaryOperator<String> lookup, String dashed, String camel) {
        String value = lookup.apply(COMPONENT + dashed);
        return value == null ? lookup.apply(COMPONENT + camel) : value;
    }

    /** Reports whether the SDK could find an endpoint. If not, the SDK's classes are not even loaded. */
    private static boolean isSetElsewhere() {
        for (String name : List.of("aws.endpointUrlS3", "aws.endpointUrl")) {
            if (System.getProperty(name) != null) {
                return true;
            }
        }
        for (String name : List.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE")) {
            if (System.getenv(name) != null) {
                return true;
            }
        }
        Path aws = Path.of(System.getProperty("user.home", "/"), ".aws");
        return System.getProperty("aws.configFile") != null || System.getProperty("aws.sharedCredentialsFile") != null
            || Files.exists(aws);
    }

    private static @Nullable String ofSdk() {
        try {
            AwsClientEndpointProvider provider = AwsClientEndpointProvider.builder()
                .serviceEndpointOverrideEnvironmentVariable("AWS_ENDPOINT_URL_S3")
                .serviceEndpointOverrideSystemProperty("aws.endpointUrlS3").serviceProfileProperty("s3")
                .serviceEndpointPrefix("s3").defaultProtocol("https").region(Region.US_EAST_1).build();
            return provider.isEndpointOverridden() ? provider.clientEndpoint().toString() : null;
        } catch (IllegalArgumentException | SdkException e) {
            throw new IllegalArgumentException("the endpoint of S3 in AWS's own settings (AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL,"
                + " ~/.aws/config or AWS_CONFIG_FILE) cannot be read: " + e.getMessage(), e);
        }
    }
}
