package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EventTimeTest {

    private static final Schema SCHEMA = InferTest.infer(
        "{\"n\":1,\"t\":\"2023-04-16T10:15:00Z\",\"u\":\"2023-04-16T10:15:00Z\",\"o\":{\"t\":\"2023-04-16T10:15:00Z\"},\"o.n\":1}");

    @Test
    void thatFieldAloneIsMarked() {
        Schema marked = EventTime.mark(SCHEMA, "t");
        assertTrue(marked.field("t").value().eventTime());
        assertFalse(marked.field("u").value().eventTime());
    }

    @Test
    void aPathLeadsIntoAnObject() {
        assertTrue(EventTime.mark(SCHEMA, "o.t").field("o").value().fields().get(0).value().eventTime());
    }

    @Test
    void aFieldThatIsNoTimestampIsAnError() {
        assertTrue(message("n").startsWith("the field n has type bigint, not timestamp"), message("n"));
        assertTrue(message("o.n").startsWith("the field o.n has type bigint"), "a name with a dot is looked for first");
    }

    @Test
    void aFieldThatIsNotThereIsAnErrorWithThoseThatAre() {
        assertEquals("no field time in the records; there are n, o, o.n, t, u", message("time"));
        assertEquals("no field o.x in the records; there are t", message("o.x"));
    }

    private static String message(String field) {
        return assertThrows(IllegalArgumentException.class, () -> EventTime.mark(SCHEMA, field)).getMessage();
    }
}
