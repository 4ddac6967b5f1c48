package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {

    @Test
    void numbersKeepTheirForm() {
        assertEquals("{a=1.0, b=1e3, c=-0, d=100000000000000000000000}", JsonText.object(
            "{\"a\":1.0,\"b\":1e3,\"c\":-0,\"d\":100000000000000000000000}").toString());
    }

    @Test
    void aNumberWithAnAbsurdExponentIsStillText() {
        assertEquals(new JsonNumber("1e999999999999"), JsonText.object("{\"a\":1e999999999999}").get("a"));
    }

    @Test
    void valuesComeAsListsTextsBooleansAndNull() {
        assertEquals("[x, true, null, {b=[]}]", JsonText.object("{\"a\":[\"x\",true,null,{\"b\":[]}]}").get("a").toString());
        assertEquals(List.of(), JsonText.object("{\"a\":[]}").get("a"));
    }

    @Test
    void ofAKeyThatIsThereTwiceTheLastCounts() {
        assertEquals("{a=2}", JsonText.object("{\"a\":1,\"a\":2}").toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"[1]|begins with an array", "1|begins with a number", "\"x\"|begins with a string",
        "null|begins with null",
        "true|begins with a boolean", "``|begins with nothing", "{} {}|more than one JSON value", "{|not a JSON object",
        "{\"a\":01}|not a JSON object",
        "{\"a\":NaN}|not a JSON object", "{'a':1}|not a JSON object", "{\"a\":1,}|not a JSON object", "tcp 0 0|not a JSON object",
        "{\"a\":1}x|not a JSON object"})
    void whatIsNotOneObjectIsRefusedWithTheReason(String text, String reason) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> JsonText.object(text));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
    }

    @Test
    void whatIsWrongIsSaidWithoutTheLibrarysOwnWords() {
        String message = assertThrows(IllegalArgumentException.class, () -> JsonText.object("{\"a\":1")).getMessage();
        assertEquals("not a JSON object: Unexpected end-of-input: expected close marker for Object (column 7)", message);
    }
}
