package dev.caravan.check;

import dev.caravan.config.Catalog;
import dev.caravan.config.Settings;
import dev.caravan.config.SettingsFile;
import dev.caravan.deliver.S3ClientFactory;
import dev.caravan.http.HttpOptions;
import dev.caravan.routes.RouteSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.useragent.BusinessMetricFeatureId;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.s3.S3Client;

/** All checks of what settings and routes name, in the order of the flow. */
public final class Checks {

    private static final Logger LOG = LoggerFactory.getLogger(Checks.class);

    private Checks() {
    }

    /** Tells who can read the file of settings, where it has secrets. */
    public static void readers(SettingsFile file, CheckReport report) {
        if (file.path() != null) {
            ReadersCheck.run(file.path(), file.values(), report);
        }
    }

    /**
     * Runs them.
     *
     * @param sources that are turned on
     * @param writes  whether a probe may be stored in the bucket
     */
    public static void run(Settings settings, List<RouteSource> sources, boolean writes, CheckReport report) {
        if (sources.isEmpty()) {
            report.fail("routes", "no source is turned on: set caravan.source.NAME.enabled = true");
        }
        sources.forEach(source -> new SourceCheck(source, report).run());
        StateCheck.run(settings.get(Catalog.STATE_DIRECTORY), settings.get(Catalog.OUTBOX_BYTES), report);
        try {
            HttpOptions.of(settings.ifSet(Catalog.HTTP_PORT), settings.get(Catalog.HTTP_HOST), settings.ifSet(Catalog.HTTP_TOKEN_FILE));
        } catch (IOException | IllegalArgumentException e) {
            report.fail("http", String.valueOf(e.getMessage()));
        }
        bucket(settings, writes, report);
    }

    private static void bucket(Settings settings, boolean writes, CheckReport report) {
        String bucket = settings.get(Catalog.BUCKET);
        if (bucket.isEmpty()) {
            report.note("bucket", "caravan.bucket is not set, so nothing leaves this machine: objects go to the S3 server within Caravan");
            return;
        }
        try (S3Client client = S3ClientFactory.ofSettings(Map.of())) {
            report.ok("bucket", "the region is " + client.serviceClientConfiguration().region());
            credentials(client, report);
            BucketCheck check = new BucketCheck(client, bucket, report);
            if (writes && settings.get(Catalog.CONDITIONAL_WRITES)) {
                check.write(BucketCheck.key(settings.get(Catalog.KEY), settings.host()));
            } else {
                check.read();
            }
        } catch (RuntimeException e) {
            report.fail("bucket", e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static void credentials(S3Client client, CheckReport report) {
        try {
            AwsCredentialsIdentity found = client.serviceClientConfiguration().credentialsProvider().resolveIdentity().join();
            // The SDK tells it in the codes of its user agent.
            List<String> codes = List.of(found.providerName().orElse("").split(",", -1));
            String from = Arrays.stream(BusinessMetricFeatureId.values()).filter(id -> codes.contains(id.value()))
                .map(id -> id.name().replace("CREDENTIALS_", "").replace('_', ' ').toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
            report.ok("bucket", "credentials come from " + (codes.contains(BusinessMetricFeatureId.CREDENTIALS_CODE.value())
                ? "camel.component.aws2-s3.access-key" : "the SDK's chain" + (from.isEmpty() ? "" : ": " + from)));
        } catch (SdkException | CompletionException e) {
            // The request that follows fails for it, and says why.
            LOG.debug("credentials", e);
        }
    }
}
