package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndicatorsTest {

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "0.0.0.0", "255.255.255.255", "::", "::1", "2001:db8::7", "1:2:3:4:5:6:7:8",
        "::ffff:192.0.2.1", "64:ff9b::192.0.2.33", "1:2:3:4:5:6:7::", "FE80::ABCD", "1:2:3:4:5:6:192.0.2.1"})
    void anAddressIsAnIp(String text) {
        assertEquals(List.of("ip"), Indicators.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.2.3", "1.2.3.256", "1.2.3.04", "1.2.3.4.5", "1.2.3.+4", "1.2.3.4:80", "0.0.0.0:*", ":::22",
        "fe80::1%eth0", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4::5:6:7:8", "12345::", "1:2:3:4:5:6:7:8:9", ":1", "1:",
        "192.0.2.1::", "[::1]", "localhost", "*"})
    void whatIsNoAddressHasNoIndicator(String text) {
        assertEquals(List.of(), Indicators.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.com", "https://example.com/a b?q=%zz#x", "HTTP://EXAMPLE.COM:8080/", "https://[::1]:443/x",
        "http://user:pw@example.com/", "http:/path", "http:opaque", "http://", "https://b\u00fccher.example/", "http://example.com:"})
    void aWebAddressIsAUrl(String text) {
        assertEquals(List.of("url"), Indicators.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.com", "example.com", "/index.html", "http", "httpx://a", "http://exa mple.com/",
        "http://example.com:8o/", "http://example.com/%zz", "http://example.com/#%z", "http://a%20b/", "http://[::1", "http://a\tb/",
        "http://us er@example.com/", " http://example.com"})
    void whatGoRefusesAsUrlHasNoIndicator(String text) {
        assertEquals(List.of(), Indicators.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:iam::123456789012:user/alice", "arn:aws:s3:::bucket/key", "arn:::::", "arn:a:b:c:d:e:f"})
    void anAwsResourceIsAnArn(String text) {
        assertEquals(List.of("aws_arn"), Indicators.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:iam", "ARN:aws:s3:::b", "xarn:aws:s3:::b"})
    void aTextWithFewerPartsIsNoArn(String text) {
        assertEquals(List.of(), Indicators.of(text));
    }

    @Property(tries = 1000)
    void anyTextIsAnsweredWithoutAnError(@ForAll String text) {
        Indicators.of(text);
        Indicators.of("http://" + text);
        Indicators.of("::" + text);
        Indicators.of("arn:" + text);
    }
}
