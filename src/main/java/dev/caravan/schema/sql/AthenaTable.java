package dev.caravan.schema.sql;

import dev.caravan.schema.Field;
import dev.caravan.schema.Schema;
import dev.caravan.schema.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An external table of Athena with partition projection (Amazon Athena User Guide, "Use partition projection", "OpenX JSON SerDe").
 * Athena finds the objects of a day by the table's properties; nothing has to be registered when a new day begins.
 */
final class AthenaTable {

    /** A part of a time as a partition of integers, where the date does not stand together. */
    private record Part(String placeholder, String column, String range, String digits) {
    }

    private static final List<Part> PARTS = List.of(new Part("{yyyy}", "year", "2020,2099", "4"),
        new Part("{MM}", "month", "1,12", "2"), new Part("{dd}", "day", "1,31", "2"), new Part("{HH}", "hour", "0,23", "2"),
        new Part("{mm}", "minute", "0,59", "2"));

    private final String table;
    private final Schema schema;
    private final ObjectLocation location;
    /** Columns of partitions, with their types. */
    private final Map<String, String> partitions = new LinkedHashMap<>();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private String template;

    AthenaTable(String table, Schema schema, ObjectLocation location) {
        this.table = table;
        this.schema = schema;
        this.location = location;
        List<String> placeholders = location.placeholders();
        if (!placeholders.containsAll(List.of("yyyy", "MM", "dd"))) {
            throw new IllegalArgumentException("caravan.key has no date in its folders, so Athena would read all objects at each"
                + " query: put {yyyy}/{MM}/{dd}/ into it, or use --sql duckdb or clickhouse");
        }
        project();
    }

    private void project() {
        properties.put("projection.enabled", "true");
        template = String.join("/", location.folders());
        if (template.contains("{yyyy}/{MM}/{dd}")) {
            template = template.replace("{yyyy}/{MM}/{dd}", "${day}");
            partitions.put("day", "string");
            properties.put("projection.day.type", "date");
            properties.put("projection.day.format", "yyyy/MM/dd");
            properties.put("projection.day.range", "2020/01/01,NOW+1DAYS");
            properties.put("projection.day.interval", "1");
            properties.put("projection.day.interval.unit", "DAYS");
        }
        for (Part part : PARTS) {
            if (template.contains(part.placeholder())) {
                template = template.replace(part.placeholder(), "${" + part.column() + "}");
                partitions.put(part.column(), "int");
                properties.put("projection." + part.column() + ".type", "integer");
                properties.put("projection." + part.column() + ".range", part.range());
                properties.put("projection." + part.column() + ".digits", part.digits());
            }
        }
        for (String name : location.placeholders()) {
            if (template.contains("{" + name + "}") && !template.contains("${" + name + "}")) {
                // Its values are known to who asks only; Athena then wants one in each query.
                template = template.replace("{" + name + "}", "${key_" + name + "}");
                partitions.put("key_" + name, "string");
                properties.put("projection.key_" + name + ".type", "injected");
            }
        }
        properties.put("storage.location.template", "s3://" + location.bucket() + "/" + template + "/");
    }

    String text() {
        StringBuilder sql = new StringBuilder("-- " + schema.description() + "\nCREATE EXTERNAL TABLE `" + table + "` (\n");
        List<String> columns = new ArrayList<>();
        Map<String, String> serde = new LinkedHashMap<>();
        serde.put("ignore.malformed.json", "false");
        for (Field field : schema.fields()) {
            String column = column(field.name());
            columns.add("    `" + column + "` " + type(field.value()) + comment(field));
            if (!column.equals(field.name())) {
                serde.put("mapping." + column, field.name());
            }
        }
        sql.append(String.join(",\n", columns)).append("\n)\n");
        sql.append("PARTITIONED BY (").append(partitions.entrySet().stream().map(p -> "`" + p.getKey() + "` " + p.getValue())
            .collect(Collectors.joining(", "))).append(")\n");
        sql.append("ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'\nWITH SERDEPROPERTIES (").append(list(serde)).append(")\n");
        sql.append("LOCATION ").append(SqlTable.literal("s3://" + location.bucket() + "/" + location.prefix())).append('\n');
        return sql.append("TBLPROPERTIES (").append(list(properties)).append(");\n").toString();
    }

    /** A column's name: partitions have theirs, and dots are not allowed. */
    private String column(String field) {
        String name = field.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return partitions.containsKey(name) ? "record_" + name : name;
    }

    private static String comment(Field field) {
        return field.description() == null ? "" : " COMMENT " + SqlTable.literal(field.description());
    }

    private static String list(Map<String, String> properties) {
        return properties.entrySet().stream().map(p -> "\n    " + SqlTable.literal(p.getKey()) + " = " + SqlTable.literal(p.getValue()))
            .collect(Collectors.joining(",")) + "\n";
    }

    /** Times stay text, which {@code from_iso8601_timestamp} reads: the SerDe knows no RFC 3339. */
    private static String type(Value value) {
        return switch (value.type()) {
            case STRING, JSON -> "string";
            case SMALLINT -> "smallint";
            case INT -> "int";
            case BIGINT -> "bigint";
            case FLOAT -> "double";
            case BOOLEAN -> "boolean";
            case TIMESTAMP -> value.timeFormats().contains("rfc3339") ? "string" : "double";
            case ARRAY -> "array<" + (value.element() == null ? "string" : type(value.element())) + ">";
            case OBJECT -> value.fields().stream().map(f -> f.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_") + ":"
                + type(f.value())).collect(Collectors.joining(",", "struct<", ">"));
        };
    }
}
