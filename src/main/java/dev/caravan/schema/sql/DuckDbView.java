package dev.caravan.schema.sql;

import dev.caravan.schema.Field;
import dev.caravan.schema.Schema;
import dev.caravan.schema.Value;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A view of DuckDB on {@code read_json} (DuckDB documentation, "JSON Loading", "Hive Partitioning"). DuckDB takes the compression
 * from the end of the key, reads fields that are missing as NULL, and RFC 3339 as TIMESTAMPTZ.
 */
final class DuckDbView {

    private DuckDbView() {
    }

    static String text(String table, Schema schema, ObjectLocation location) {
        StringBuilder sql = new StringBuilder("-- " + schema.description() + "\nCREATE OR REPLACE VIEW " + table
            + " AS\nSELECT * FROM read_json(" + SqlTable.literal("s3://" + location.bucket() + "/" + location.glob())
            + ",\n    format = 'newline_delimited', filename = true,\n    columns = {\n");
        List<Field> fields = schema.fields();
        for (int i = 0; i < fields.size(); i++) {
            sql.append("        ").append(name(fields.get(i).name())).append(": ")
                .append(SqlTable.literal(type(fields.get(i).value()))).append(i < fields.size() - 1 ? ",\n" : "\n");
        }
        return sql.append("    });\n").toString();
    }

    private static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    private static String type(Value value) {
        return switch (value.type()) {
            case STRING -> "VARCHAR";
            case SMALLINT -> "SMALLINT";
            case INT -> "INTEGER";
            case BIGINT -> "BIGINT";
            case FLOAT -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case TIMESTAMP -> value.timeFormats().contains("rfc3339") ? "TIMESTAMPTZ" : "DOUBLE";
            case ARRAY -> (value.element() == null ? "JSON" : type(value.element())) + "[]";
            case OBJECT -> value.fields().stream().map(f -> name(f.name()) + " " + type(f.value()))
                .collect(Collectors.joining(", ", "STRUCT(", ")"));
            case JSON -> "JSON";
        };
    }
}
