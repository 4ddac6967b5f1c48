package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoNumberTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "022", "-5", "+5", "-0", "9223372036854775807", "-9223372036854775808", "0000000000000000000001"})
    void wholeNumbersMayHaveASignAndLeadingZeros(String text) {
        assertTrue(GoNumber.isInt(text, 64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+", "-", " 1", "1 ", "1.0", "1e3", "0x10", "1_000", "9223372036854775808", "-9223372036854775809",
        "\u0661\u0662", "--1"})
    void whatIsNoWholeNumberIsRefused(String text) {
        assertFalse(GoNumber.isInt(text, 64));
    }

    @Test
    void theRangeOfWholeNumbersDependsOnTheirBits() {
        assertTrue(GoNumber.isInt("32767", 16));
        assertFalse(GoNumber.isInt("32768", 16));
        assertTrue(GoNumber.isInt("-32768", 16));
        assertFalse(GoNumber.isInt("-32769", 16));
        assertTrue(GoNumber.isInt("2147483647", 32));
        assertFalse(GoNumber.isInt("2147483648", 32));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "+1", "1.5", "1e5", "1E23", "5.", ".5", "625e-3", "0e+01234567890123456789",
        "1.7976931348623157e308", "1.7976931348623158e308", "1e-400000", "100000000000000000000000",
        "0x1p-2", "0X1P-2", "0x.1p+2", "0x1fFe2.p0", "-0x2p3", "0x1ep-1", "0x1p-18446744073709551616",
        "NaN", "nan", "NAN", "inf", "-Inf", "+INF", "Infinity", "-infinity", "+INFINITY",
        "1_23.50_0_0e+1_2", "0x_1_2.3_4_5p+1_2", "-0x1_ep-1"})
    void floatsAreWhatGoTakesForFloats(String text) {
        assertTrue(GoNumber.isFloat(text));
    }

    /** From the test table of Go's strconv. */
    @ParameterizedTest
    @ValueSource(strings = {"", "+", ".", "1x", "1.1.", "1e", "1e-", ".e-1", "1\u0000.2", "0x", "0x.", "0x1", "0x.1", "0x1p", "0x.1p",
        "0x1p+", "0x1e2", "1p2", "1f", "1d", "0b1", " 1.5", "+nan", "-nan", "infinit", "infinityx", "in",
        "-_123.5e+12", "_123.5e+12", "1__23.5e+12", "123_.5e+12", "123._5e+12", "123.5_e+12", "123.5e_+12", "123.5e+_12",
        "123.5e+1__2", "123.5e+12_", "-_0x12.345p+12", "0x__12.345p+12", "0x12_.345p+12", "0x12._345p+12", "0x12.345_p+12",
        "0x12.345p+12_"})
    void whatGoDoesNotTakeForAFloatIsRefused(String text) {
        assertFalse(GoNumber.isFloat(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e309", "-1e400", "1.797693134862315808e308", "0x1p1024", "1e+18446744073709551616"})
    void floatsBeyondTheRangeAreRefused(String text) {
        assertFalse(GoNumber.isFloat(text));
    }

    @Test
    void aVeryLongTextIsNoTrouble() {
        assertTrue(GoNumber.isFloat("1".repeat(300) + "." + "2".repeat(100_000)));
        assertFalse(GoNumber.isFloat("1_".repeat(100_000)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"})
    void booleansAreTheTwelveSpellingsOfGo(String text) {
        assertTrue(GoNumber.isBool(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tRUE", "yes", "no", "on", "y", "2", " true"})
    void otherSpellingsAreNoBooleans(String text) {
        assertFalse(GoNumber.isBool(text));
    }
}
