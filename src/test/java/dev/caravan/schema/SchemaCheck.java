package dev.caravan.schema;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.parse.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** For tests of parsers: checks that what they make fits the schema that is shipped for it. */
public final class SchemaCheck {

    private SchemaCheck() {
    }

    /**
     * Fails unless each record fits the schema, has no key that the schema lacks (Panther would drop it without a word),
     * and the schema that is inferred from all of them has types that the shipped one takes.
     *
     * @param schemaName name of a shipped schema, for example {@code netstat}
     * @param ndjson     records, newline-delimited JSON; at least one
     */
    public static void assertFits(String schemaName, String ndjson) {
        assertFits(Schemas.load(schemaName), ndjson);
    }

    /** The same for a schema that is no file. */
    public static void assertFits(Schema schema, String ndjson) {
        List<String> wrong = problems(schema, ndjson);
        assertTrue(wrong.isEmpty(), () -> "records do not fit " + schema.name() + ":\n" + String.join("\n", wrong));
    }

    static List<String> problems(Schema schema, String ndjson) {
        SchemaValidator validator = new SchemaValidator(schema);
        Infer infer = new Infer(true);
        List<String> wrong = new ArrayList<>();
        int line = 0;
        for (String text : ndjson.split("\n")) {
            line++;
            if (text.isBlank()) {
                continue;
            }
            Map<String, Object> record = JsonText.object(text);
            infer.add(record);
            SchemaValidator.Result result = validator.check(record);
            for (SchemaValidator.Problem problem : result.problems()) {
                wrong.add("line " + line + ": " + problem);
            }
            for (String key : result.unknown()) {
                wrong.add("line " + line + ": " + key + ": not in the schema");
            }
        }
        Schema inferred = infer.schema(schema.name());
        if (inferred == null) {
            wrong.add("there is no record");
        } else {
            compare("", inferred.fields(), schema.fields(), wrong);
        }
        return wrong;
    }

    private static void compare(String prefix, List<Field> inferred, List<Field> declared, List<String> wrong) {
        for (Field field : inferred) {
            for (Field target : declared) {
                if (target.name().equals(field.name())) {
                    compare(prefix + field.name(), field.value(), target.value(), wrong);
                }
            }
        }
    }

    private static void compare(String path, Value inferred, Value declared, List<String> wrong) {
        ValueType from = inferred.type();
        ValueType to = declared.type();
        if (from == to && to == ValueType.OBJECT) {
            compare(path + ".", inferred.fields(), declared.fields(), wrong);
        } else if (from == to && to == ValueType.ARRAY) {
            compare(path + "[]", inferred.element(), declared.element(), wrong);
        } else if (!isAssignable(from, declared)) {
            wrong.add(path + ": inferred as " + from.text() + ", which the schema's " + to.text() + " does not take");
        }
    }

    private static boolean isAssignable(ValueType from, Value declared) {
        ValueType to = declared.type();
        switch (to) {
            case JSON :
                return true;
            case STRING :
                return from != ValueType.OBJECT && from != ValueType.ARRAY && from != ValueType.JSON;
            case FLOAT :
                return from == ValueType.FLOAT || from == ValueType.BIGINT;
            case SMALLINT :
            case INT :
                // Inference knows one size of whole numbers; that each value is in the range was checked before.
                return from == ValueType.BIGINT;
            case TIMESTAMP :
                return from == ValueType.TIMESTAMP == declared.timeFormats().contains("rfc3339");
            default :
                return from == to;
        }
    }
}
