package dev.caravan.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.testing.CaravanProcess;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made up goes to no real bucket, and what is real to no made-up server, whatever is set around the two commands. */
class ShutOffIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"demo", "warm-up"})
    void nothingAroundItChangesWhereItsObjectsGo(String command) throws Exception {
        Path state = directory.resolve("real-state");
        Path waiting = state.resolve("outbox/nginx/real.log");
        Files.createDirectories(waiting.getParent());
        Files.writeString(waiting, "a real line\n");
        try (S3Server real = new S3Server(Files.createDirectory(directory.resolve("s3")))) {
            Map<String, String> settings = settings(state, real.endpoint());
            Path properties = directory.resolve("application.properties");
            StringBuilder text = new StringBuilder();
            settings.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
            Files.writeString(properties, text);
            Path config = directory.resolve("aws");
            Files.writeString(config, "[default]\nregion = eu-west-3\nendpoint_url = " + real.endpoint()
                + "\nuse_fips_endpoint = true\n[profile other]\nendpoint_url = " + real.endpoint() + "\nsource_profile = other\n");
            List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + Files.createDirectory(directory.resolve("tmp"))));
            settings.forEach((name, value) -> line.add("-D" + name + "=" + value));
            Map.of("aws.endpointUrl", real.endpoint(), "aws.endpointUrlS3", real.endpoint(), "aws.region", "eu-west-3",
                "aws.profile", "other", "aws.configFile", config.toString(), "aws.useFipsEndpoint", "true",
                "aws.useDualstackEndpoint", "true", "http.proxyHost", "127.0.0.1", "http.proxyPort",
                String.valueOf(real.port())).forEach((name, value) -> line.add("-D" + name + "=" + value));
            line.addAll(List.of("-jar", CaravanProcess.jar().toString(), "-Dcaravan.bucket=" + S3Server.BUCKET, command));
            ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true);
            environment(settings, real.endpoint(), properties, config).forEach(builder.environment()::put);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            if (command.equals("demo")) {
                assertTrue(output.contains("came out in the bucket"), output);
            }
            assertEquals(List.of(), real.keys(), output);
        }
        assertEquals("a real line\n", Files.readString(waiting));
        try (Stream<Path> files = Files.walk(state)) {
            assertEquals(List.of(waiting), files.filter(Files::isRegularFile).toList());
        }
        try (Stream<Path> left = Files.list(directory.resolve("tmp"))) {
            assertEquals(List.of(), left.filter(f -> f.getFileName().toString().startsWith("caravan")).toList());
        }
    }

    private static Map<String, String> settings(Path state, String endpoint) {
        Map<String, String> settings = new TreeMap<>(CaravanProcess.s3(endpoint));
        settings.put("caravan.state-dir", state.toString());
        settings.put("caravan.destination.confirm", S3Server.BUCKET);
        settings.put("caravan.key", "wrong/{uuid}");
        settings.put("caravan.batch.interval", "1h");
        settings.put("caravan.batch.compression", "none");
        settings.put("caravan.embedded.directory", state.resolve("wrong").toString());
        settings.put("caravan.embedded.max-bytes", "1");
        settings.put("caravan.tail.start", "end");
        settings.put("caravan.tail.poll-interval", "1h");
        settings.put("caravan.source.nginx.enabled", "false");
        settings.put("caravan.source.auth.directory", state.toString());
        settings.put("camel.component.aws2-s3.use-aws-kms", "true");
        settings.put("camel.component.aws2-s3.proxy-host", "127.0.0.1");
        settings.put("camel.component.aws2-s3.proxy-port", "1");
        settings.put("camel.component.aws2-s3.use-default-credentials-provider", "true");
        settings.put("camel.main.routes-reload-directory", state.toString());
        settings.put("camel.main.auto-configuration-enabled", "false");
        return settings;
    }

    /** Each setting as a variable, and those of AWS and of proxies. */
    private static Map<String, String> environment(Map<String, String> settings, String endpoint, Path properties, Path config)
        throws IOException {
        Map<String, String> all = new TreeMap<>();
        settings.forEach((name, value) -> all.put(name.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_"), value));
        for (String place : List.of("INITIAL_PROPERTIES_LOCATION", "OVERRIDE_PROPERTIES_LOCATION",
            "PROPERTY_PLACEHOLDER_LOCATION", "PROPERTY_PLACEHOLDER_LOCATIONS")) {
            all.put("CAMEL_MAIN_" + place, "file:" + properties);
        }
        all.put("CAMEL_MAIN_PROFILE", "dev");
        all.putAll(Map.of("AWS_ENDPOINT_URL", endpoint, "AWS_ENDPOINT_URL_S3", endpoint, "AWS_REGION", "eu-west-3",
            "AWS_DEFAULT_REGION", "eu-west-3", "AWS_PROFILE", "other", "AWS_CONFIG_FILE", config.toString(),
            "AWS_SHARED_CREDENTIALS_FILE", config.toString(), "AWS_USE_FIPS_ENDPOINT", "true",
            "AWS_USE_DUALSTACK_ENDPOINT", "true"));
        all.putAll(Map.of("AWS_ACCESS_KEY_ID", "real", "AWS_SECRET_ACCESS_KEY", "real", "AWS_SESSION_TOKEN", "real",
            "AWS_RETRY_MODE", "nonsense", "AWS_MAX_ATTEMPTS", "1", "AWS_DEFAULTS_MODE", "in-region",
            "AWS_REQUEST_CHECKSUM_CALCULATION", "when_required", "AWS_RESPONSE_CHECKSUM_VALIDATION", "when_required"));
        for (String proxy : List.of("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")) {
            all.put(proxy, endpoint);
        }
        return all;
    }
}
