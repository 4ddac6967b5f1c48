package dev.caravan.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no name of a bucket is refused, and the message says what to write instead. */
class BucketNameTest {

    private static final String KEY = "{source}/{host}_{seq}.{ext}";

    @ParameterizedTest
    @ValueSource(strings = {"", "logs", "my-security-logs", "logs.example.com", "123", "xn--a",
        "my-ap-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias", "logs--usw2-az1--x-s3"})
    void isTaken(String name) {
        assertEquals(name, BucketName.check(name, KEY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
        "arn:aws:s3:eu-central-1:123456789012:accesspoint/x|Write the alias of the access point",
        "arn:aws:s3:eu-central-1:123456789012:accesspoint:x|Write the alias of the access point",
        "arn:aws:s3-outposts:eu-central-1:1:outpost/op-1/accesspoint/x|Write the alias of the access point",
        "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap|the name of one of its buckets",
        "arn:aws:s3:::logs|write caravan.bucket = logs",
        "arn:aws-cn:s3:::logs/web|write caravan.bucket = logs, and the prefix into caravan.key = web/{source}/",
        "arn:aws:kms:x|Write the name of the bucket",
        "s3://b|write caravan.bucket = b",
        "S3://logs/|write caravan.bucket = logs",
        "s3a://logs/a/b/|write caravan.bucket = logs, and the prefix into caravan.key = a/b/{source}/{host}_{seq}.{ext}",
        "s3://|write the name of the bucket alone",
        "https://logs.s3.eu-central-1.amazonaws.com/web|write caravan.bucket = logs, and the prefix into caravan.key = web/{source}",
        "https://logs.s3.amazonaws.com|write caravan.bucket = logs",
        "https://s3.eu-central-1.amazonaws.com/logs|write caravan.bucket = logs",
        "http://minio:9000/logs/web|uri-endpoint-override = http://minio:9000",
        "b/logs|write caravan.bucket = b, and the prefix into caravan.key = logs/{source}/{host}_{seq}.{ext}",
        "logs/|write caravan.bucket = logs",
        "/logs|write the name of the bucket alone, and the prefix into caravan.key = logs/",
        "My_Bucket|is it my-bucket?",
        "b |it has a space at its beginning or end",
        "my logs|is it my-logs?",
        "logs?x=1|lower-case letters, digits, - and .",
        "-logs|begins and ends with a letter or digit",
        "a..b|is it a.b?",
        "192.168.0.1|lower-case letters",
        "\u00fc|lower-case letters",
        "a123456789012345678901234567890123456789012345678901234567890123|at most 63 characters"})
    void isRefused(String value, String why) {
        String message = assertThrows(IllegalArgumentException.class, () -> BucketName.check(value, KEY)).getMessage();
        assertTrue(message.startsWith("caravan.bucket is \"" + value + "\"") && message.contains(why), message);
    }
}
