package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecordTypeTest {

    private static final RecordType DOORS = RecordType.of("doors", "Custom.Doors", "Doors that were opened", Field.eventTime("time", "When").required(
        true),
        Field.text("door", "Which", "hostname"));

    @Test
    void onlyFieldsThatAreDeclaredMayBeThere() {
        assertTrue(DOORS.has("door"));
        assertFalse(DOORS.has("user"));
        assertTrue(DOORS.and(Field.text("user", "Who")).has("user"));
        assertTrue(DOORS.andOthers().has("user"));
        assertTrue(DOORS.andOthers().and(Field.number("n", "How many")).has("user"));
        assertTrue(RecordType.UNDECLARED.has("user"));
    }

    @Test
    void aFieldIsDeclaredOnce() {
        assertThrows(IllegalArgumentException.class, () -> DOORS.and(Field.number("door", "Its number")));
    }

    @Test
    void aSchemaThatPantherManagesIsNotOurs() {
        assertTrue(DOORS.hasOwnSchema());
        assertFalse(RecordType.of("fluentd", "Fluentd.Syslog3164", "x", Field.text("tag", "x")).hasOwnSchema());
        assertFalse(RecordType.UNDECLARED.hasOwnSchema());
        assertNull(RecordType.UNDECLARED.schema());
        assertThrows(IllegalStateException.class, () -> RecordType.UNDECLARED.and(Field.text("tag", "x")));
    }

    @Test
    void theSchemaHasTheFieldsInTheirOrder() {
        Schema schema = DOORS.and(Field.texts("users", "Who", "username")).schema();
        assertEquals(List.of("time", "door", "users"), schema.fields().stream().map(Field::name).toList());
        assertEquals(List.of("username"), schema.field("users").value().element().indicators());
        assertTrue(schema.field("time").value().eventTime() && schema.field("time").required());
    }
}
