package dev.caravan.schema.sql;

import dev.caravan.schema.Field;
import dev.caravan.schema.Schema;
import dev.caravan.schema.Value;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of ClickHouse on the bucket (ClickHouse documentation, "S3 Table Engine", "JSONEachRow"). ClickHouse takes the
 * compression from the end of the key. {@code date_time_input_format} must be {@code best_effort} for RFC 3339, so the table sets it.
 */
final class ClickHouseTable {

    private ClickHouseTable() {
    }

    static String text(String table, Schema schema, ObjectLocation location) {
        StringBuilder sql = new StringBuilder("-- " + schema.description() + "\nCREATE TABLE " + table + " (\n");
        List<Field> fields = schema.fields();
        for (int i = 0; i < fields.size(); i++) {
            sql.append("    `").append(fields.get(i).name().replace("`", "``")).append("` ").append(type(fields.get(i).value(), true))
                .append(i < fields.size() - 1 ? ",\n" : "\n");
        }
        // The engine wants a URL.
        return sql.append(") ENGINE = S3(").append(SqlTable.literal("https://" + location.bucket() + ".s3.amazonaws.com/"
            + location.glob())).append(", 'JSONEachRow')\nSETTINGS date_time_input_format = 'best_effort',"
                + " input_format_skip_unknown_fields = 1;\n").toString();
    }

    private static String type(Value value, boolean mayBeNull) {
        String type = switch (value.type()) {
            case STRING, JSON -> "String";
            case SMALLINT -> "Int16";
            case INT -> "Int32";
            case BIGINT -> "Int64";
            case FLOAT -> "Float64";
            case BOOLEAN -> "Bool";
            case TIMESTAMP -> value.timeFormats().contains("rfc3339") ? "DateTime64(6, 'UTC')" : "Float64";
            // Neither may be within Nullable.
            case ARRAY -> "Array(" + (value.element() == null ? "String" : type(value.element(), true)) + ")";
            case OBJECT -> value.fields().stream().map(f -> "`" + f.name() + "` " + type(f.value(), true))
                .collect(Collectors.joining(", ", "Tuple(", ")"));
        };
        boolean nests = type.startsWith("Array(") || type.startsWith("Tuple(");
        return mayBeNull && !nests ? "Nullable(" + type + ")" : type;
    }
}
