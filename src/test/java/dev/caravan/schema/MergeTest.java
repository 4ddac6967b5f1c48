package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MergeTest {

    private static final Value RFC3339 = Value.timestamp(List.of("rfc3339"), false);

    private static Value plain(ValueType type) {
        switch (type) {
            case TIMESTAMP :
                return RFC3339;
            case ARRAY :
                return Value.array(Value.of(ValueType.STRING));
            case OBJECT :
                return Value.object(List.of(Field.of("a", true, Value.of(ValueType.STRING))));
            default :
                return Value.of(type);
        }
    }

    private static Value unix(String format) {
        return Value.timestamp(List.of(format), false);
    }

    @Test
    void nothingAndSomethingIsSomething() {
        Value value = Value.of(ValueType.BIGINT);
        assertSame(value, Merge.values(null, value));
        assertSame(value, Merge.values(value, null));
        assertNull(Merge.values(null, null));
    }

    @ParameterizedTest
    @EnumSource
    void twoOfATypeAreOfThatType(ValueType type) {
        assertEquals(plain(type), Merge.values(plain(type), plain(type)));
    }

    @ParameterizedTest
    @EnumSource
    void jsonAbsorbsAnything(ValueType type) {
        Value json = Value.of(ValueType.JSON);
        assertEquals(json, Merge.values(json, plain(type)));
        assertEquals(json, Merge.values(plain(type), json));
    }

    @ParameterizedTest
    @CsvSource({
        "STRING,SMALLINT,STRING", "STRING,INT,STRING", "STRING,BIGINT,STRING", "STRING,FLOAT,STRING", "STRING,BOOLEAN,STRING",
        "FLOAT,BIGINT,FLOAT", "FLOAT,INT,FLOAT", "FLOAT,SMALLINT,FLOAT", "FLOAT,BOOLEAN,STRING",
        "BIGINT,INT,BIGINT", "BIGINT,SMALLINT,BIGINT", "BIGINT,BOOLEAN,STRING",
        "INT,SMALLINT,INT", "INT,BOOLEAN,STRING", "SMALLINT,BOOLEAN,STRING",
        "TIMESTAMP,STRING,STRING", "TIMESTAMP,BIGINT,STRING", "TIMESTAMP,FLOAT,STRING", "TIMESTAMP,BOOLEAN,STRING",
        "TIMESTAMP,INT,STRING", "TIMESTAMP,SMALLINT,STRING",
        "OBJECT,ARRAY,JSON", "OBJECT,STRING,JSON", "OBJECT,TIMESTAMP,JSON", "OBJECT,BIGINT,JSON", "OBJECT,BOOLEAN,JSON",
        "ARRAY,STRING,JSON", "ARRAY,TIMESTAMP,JSON", "ARRAY,FLOAT,JSON", "ARRAY,BOOLEAN,JSON"})
    void twoTypesBecomeTheOneThatHoldsBothWhicheverComesFirst(ValueType a, ValueType b, ValueType merged) {
        assertEquals(Value.of(merged), Merge.values(plain(a), plain(b)));
        assertEquals(Value.of(merged), Merge.values(plain(b), plain(a)));
    }

    @Test
    void indicatorsStayWhileTheyAreTheSameSet() {
        assertEquals(List.of("ip", "url"), Merge.values(Value.string(List.of("ip", "url")), Value.string(List.of("url", "ip"))).indicators());
    }

    @Test
    void indicatorsThatDifferAreGoneForGood() {
        Value ip = Value.string(List.of("ip"));
        Value gone = Merge.values(ip, Value.string(List.of("url")));
        assertEquals(List.of(), gone.indicators());
        assertEquals(List.of(), Merge.values(gone, ip).indicators());
        assertEquals(List.of(), Merge.values(ip, Value.string(List.of())).indicators());
        assertEquals(List.of(), Merge.values(ip, Value.of(ValueType.BIGINT)).indicators());
    }

    @Test
    void timestampsOfOneFormatStayAndTheEventTimeSticks() {
        Value event = Value.timestamp(List.of("rfc3339"), true);
        assertEquals(event, Merge.values(RFC3339, event));
        assertEquals(event, Merge.values(event, RFC3339));
    }

    @Test
    void timestampsOfDifferentFormatsBecomeStrings() {
        assertEquals(Value.of(ValueType.STRING), Merge.values(RFC3339, unix("unix")));
    }

    @Test
    void aDeclaredUnixTimeTakesWholeNumbers() {
        for (String format : List.of("unix", "unix_ms", "unix_us", "unix_ns")) {
            assertEquals(unix(format), Merge.values(unix(format), Value.of(ValueType.BIGINT)));
            assertEquals(unix(format), Merge.values(Value.of(ValueType.BIGINT), unix(format)));
        }
    }

    @Test
    void onlySecondsTakeAFraction() {
        assertEquals(unix("unix"), Merge.values(unix("unix"), Value.of(ValueType.FLOAT)));
        for (String format : List.of("unix_ms", "unix_us", "unix_ns")) {
            assertEquals(Value.of(ValueType.FLOAT), Merge.values(Value.of(ValueType.FLOAT), unix(format)));
        }
    }

    @Test
    void arraysMergeTheirElements() {
        assertEquals(Value.array(Value.of(ValueType.FLOAT)),
            Merge.values(Value.array(Value.of(ValueType.BIGINT)), Value.array(Value.of(ValueType.FLOAT))));
        assertEquals(Value.array(Value.of(ValueType.BIGINT)),
            Merge.values(Value.array(null), Value.array(Value.of(ValueType.BIGINT))));
    }

    @Test
    void objectsInObjectsMergeTheirFieldsToo() {
        Value a = Value.object(List.of(Field.of("x", true, Value.of(ValueType.BIGINT))));
        Value b = Value.object(List.of(Field.of("x", true, Value.of(ValueType.FLOAT)), Field.of("y", true, RFC3339)));
        assertEquals(Value.object(List.of(Field.of("y", false, RFC3339), Field.of("x", true, Value.of(ValueType.FLOAT)))),
            Merge.values(a, b));
    }

    @Test
    void aFieldThatOneSideDoesNotRequireIsNotRequired() {
        Value optional = Value.object(List.of(Field.of("x", false, RFC3339)));
        Value required = Value.object(List.of(Field.of("x", true, RFC3339)));
        assertFalse(Merge.values(optional, required).fields().get(0).required());
        assertFalse(Merge.values(required, optional).fields().get(0).required());
    }
}
