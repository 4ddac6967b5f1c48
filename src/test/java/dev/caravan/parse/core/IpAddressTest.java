package dev.caravan.parse.core;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class IpAddressTest {

    private static boolean isLiteral(String text) {
        byte[] b = ("1" + text + "1").getBytes(StandardCharsets.UTF_8);
        return IpAddress.isLiteral(b, 1, b.length - 1);
    }

    @Test
    void addressesAreRecognised() {
        for (String ip : new String[] {"0.0.0.0", "255.255.255.255", "192.0.2.1", "::", "::1", "1::", "2001:db8::1", "::ffff:192.0.2.1",
            "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:192.0.2.1", "1::3:4:5:6:7:8", "1:2:3:4:5:6:7::", "FE80::ABCD"}) {
            assertTrue(isLiteral(ip), ip);
        }
    }

    /** The place in the line has no say in what is too long. */
    @Test
    void theLongestAndShortestAreRecognisedFarBehindInALine() {
        for (String ip : new String[] {"0.0.0.0", "255.255.255.255", "::", "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255"}) {
            byte[] b = (" ".repeat(100) + ip + " ").getBytes(StandardCharsets.UTF_8);
            assertTrue(IpAddress.isLiteral(b, 100, b.length - 1), ip);
        }
    }

    /** Neither what comes behind, nor that nothing does, changes what is in between. */
    @Test
    void nothingIsReadBehindTheEnd() {
        byte[] b = " ::1.".getBytes(StandardCharsets.UTF_8);
        assertTrue(IpAddress.isLiteral(b, 1, 4), "::1 before a full stop");
        assertFalse(IpAddress.isLiteral(b, 1, 2), "one colon before another one");
        byte[] end = " 100.2.3".getBytes(StandardCharsets.UTF_8);
        assertFalse(IpAddress.isLiteral(end, 1, end.length), "three parts at the end of the line");
    }

    @Test
    void nothingElseIs() {
        for (String ip : new String[] {"", ":", ":::", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "1.2.3.", "1..2.3", ".1.2.3.4",
            "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "12345::", "g::", "1:", ":1", "fe80::1%lo",
            "1.2.3.4:22", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "localhost", "1.2.3.-4", "\u0661.2.3.4", "0x1.2.3.4", " 1.2.3.4"}) {
            assertFalse(isLiteral(ip), ip);
        }
    }
}
