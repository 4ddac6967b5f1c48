package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsistencyTest {

    private static List<String> complaints(String... lines) {
        Consistency consistency = new Consistency(new Infer(true));
        int line = 0;
        for (String text : lines) {
            consistency.add(JsonText.object(text), "f:" + ++line);
        }
        return consistency.complaints();
    }

    @Test
    void recordsThatAreAlikeGiveNoComplaint() {
        assertEquals(List.of(), complaints("{\"a\":1,\"b\":[{\"c\":\"x\"}]}", "{\"b\":[{\"c\":\"y\"},{\"c\":\"\"}],\"a\":2}"));
    }

    @Test
    void aFieldThatIsMissingLaterIsNamedWithBothPlaces() {
        assertEquals(List.of("b: missing or null in f:2, but present in f:1"), complaints("{\"a\":1,\"b\":1}", "{\"a\":1}", "{\"a\":1}"));
    }

    @Test
    void aFieldThatComesLaterIsMissingInTheFirstRecord() {
        assertEquals(List.of("b: missing or null in f:1, but present in f:2"), complaints("{\"a\":1}", "{\"a\":1,\"b\":1}"));
    }

    @Test
    void nullIsAsGoodAsMissing() {
        assertEquals(List.of("a: missing or null in f:2, but present in f:1"), complaints("{\"a\":1}", "{\"a\":null}"));
        assertEquals(List.of(), complaints("{\"a\":null}", "{}"));
    }

    @Test
    void mixedTypesAreNamedWithTheFirstPlaceOfEach() {
        assertEquals(List.of("a: mixed types: string in f:3, bigint in f:1"), complaints("{\"a\":\"0\"}", "{\"a\":1}", "{\"a\":\"Recv-Q\"}",
            "{\"a\":\"x\"}"));
    }

    @Test
    void wholeNumbersAmongFloatsAreFineButNotWithTextsToo() {
        assertEquals(List.of(), complaints("{\"a\":1}", "{\"a\":1.5}"));
        assertEquals(List.of("a: mixed types: string in f:3, bigint in f:1, float in f:2"), complaints("{\"a\":1}", "{\"a\":1.5}", "{\"a\":\"x\"}"));
    }

    @Test
    void objectsAndArraysAreLookedInto() {
        assertEquals(List.of("a.b: missing or null in f:2, but present in f:1", "c[]: mixed types: string in f:1, bigint in f:1",
            "d[].e: missing or null in f:1, but present in f:1"),
            complaints("{\"a\":{\"b\":1},\"c\":[1,\"x\"],\"d\":[{},{\"e\":1}]}", "{\"a\":{},\"c\":[],\"d\":[]}"));
    }

    @Test
    void aMissingObjectIsOneComplaintNotOneForEachOfItsFields() {
        assertEquals(List.of("a: missing or null in f:2, but present in f:1"), complaints("{\"a\":{\"b\":1}}", "{}"));
    }

    @Test
    void aKeyWithADotIsNotTakenForAFieldInAnObject() {
        assertEquals(List.of(), complaints("{\"a.b\":1,\"a\":{\"b\":\"x\"}}", "{\"a.b\":2,\"a\":{\"b\":\"y\"}}"));
    }
}
