package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code net/url} of Go 1.22 answers for each of these; see {@code parse}, {@code parseHost} and {@code unescape} there. */
class GoUrlTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "http:", "https:", "HTTP://a", "hTtPs://a", "http:opaque", "http:%zz", "http:/path", "http://", "http:///path",
        "http://a", "http://a/", "http://a/b c", "http://a?x=%zz#%41", "http://a/%41%7f", "http://a/?a b", "http://a/#",
        "http://0.9:0", "http://a:", "http://a:80", "http://a:80/x", "http://a:/:", "http://aZ09-_.~!$&'()*+,;=<>\"", "http://\u00e4", "http://%80",
        "http://a%ffb",
        "http://u@a", "http://u:p@a", "http://aZ09-_.~!$&'()*+,;=:@a", "http://u%41@a", "http://u@v@a", "http://u/v@a:x@", "http://@a",
        "http://[::1]", "http://[::1]:", "http://[::1]:80", "http://[::1]/x", "http://[fe80::1%25eth0]", "http://u@[::1]:0", "http://[]"})
    void isAWebAddress(String url) {
        assertTrue(GoUrl.isWeb(url));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "http", "https", "htt://a", "httpx://a", "httpss://a", "ftp://a", "xhttp://a", ":http", "//a", "/a", "https ://a",
        "http://a/\u0001", "http://a/\u001f", "http://a/\u007f", "http://a#\n", "http://a/%", "http://a/%4", "http://a/%4g", "http://a/%g4",
        "http://a/%41%",
        "http://a#%zz", "http://a/x#%4", "http:/%zz", "http://a/\u0661%\u0661\u0661",
        "http://a b", "http://a\\b", "http://a^", "http://a`", "http://a{", "http://%41", "http://a%7f", "http://a%2", "http://%zz", "http://%80%41",
        "http://a:b", "http://a:8 ", "http://a:80:x", "http://a:\u0661", "http://a:;", "http://\u00e4:x",
        "http://u v@a", "http://u%4@a", "http://\u00e4@a", "http://u<@a", "http://u[@a",
        "http://[::1", "http://[::1]x", "http://[::1]:x", "http://[::1%zz]", "http://[::1]80"})
    void isNone(String url) {
        assertFalse(GoUrl.isWeb(url));
    }
}
