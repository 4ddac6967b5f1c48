package dev.caravan.check;

import dev.caravan.config.Catalog;
import dev.caravan.config.Settings;
import dev.caravan.config.SettingsFile;
import dev.caravan.deliver.S3ClientFactory;
import dev.caravan.http.HttpOptions;
import dev.caravan.routes.RouteSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/** All checks of what settings and routes name, in the order of the flow. */
public final class Checks {

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
}
