package dev.caravan.embedded;

import dev.caravan.state.Durable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;

/**
 * The access key and the secret key of the embedded server, and the file in which AWS's tools read them ({@code AWS_CONFIG_FILE}), with the
 * region and the endpoint. Caravan generates the keys at the first start and keeps them.
 *
 * @param file      the file; only its owner can read it
 * @param accessKey names the key; the server refuses a request without it
 * @param secretKey signs requests
 */
public record AwsConfig(Path file, String accessKey, String secretKey) {

    /** Name of the profile in the file. */
    public static final String PROFILE = "caravan";

    private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String ALL = CAPITALS + "abcdefghijklmnopqrstuvwxyz0189";
    private static final int ACCESS_KEY = 20;
    private static final int SECRET_KEY = 40;
    private static final String ID = "aws_access_key_id";
    private static final String SECRET = "aws_secret_access_key";

    /** Returns the keys in the file, or new ones if it has none. Writes nothing. */
    static AwsConfig of(Path file) throws IOException {
        Map<String, String> known = new HashMap<>();
        if (Files.exists(file)) {
            Files.readString(file, StandardCharsets.ISO_8859_1).lines().map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2).forEach(pair -> known.put(pair[0].trim(), pair[1].trim()));
        }
        String id = known.getOrDefault(ID, "");
        String secret = known.getOrDefault(SECRET, "");
        return id.matches("[A-Z2-7]{" + ACCESS_KEY + "}") && secret.matches("[A-Za-z0-9]{" + SECRET_KEY + "}")
            ? new AwsConfig(file, id, secret) : new AwsConfig(file, random(CAPITALS, ACCESS_KEY), random(ALL, SECRET_KEY));
    }

    private static String random(String from, int length) {
        SecureRandom random = new SecureRandom();
        StringBuilder made = new StringBuilder();
        for (int i = 0; i < length; i++) {
            made.append(from.charAt(random.nextInt(from.length())));
        }
        return made.toString();
    }

    void write(URI endpoint) throws IOException {
        Durable.replace(file, ("# The S3 server within Caravan. Whoever can read this file can read, change and delete its objects.\n"
            + "[profile " + PROFILE + "]\n" + ID + " = " + accessKey + "\n" + SECRET + " = " + secretKey + "\n"
            + "region = us-east-1\nendpoint_url = " + endpoint + "\ns3 =\n    addressing_style = path\n")
            .getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Returns the command line that lists the objects of a bucket. */
    public String command(String bucket) {
        return "AWS_CONFIG_FILE=" + file + " aws --profile " + PROFILE + " s3 ls --recursive s3://" + bucket;
    }

    /** Returns a text without the secret. */
    @Override
    public String toString() {
        return "AwsConfig[" + file + "]";
    }
}
