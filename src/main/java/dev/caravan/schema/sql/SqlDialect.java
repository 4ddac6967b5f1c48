package dev.caravan.schema.sql;

import dev.caravan.schema.Schema;
import java.util.Locale;

/** A query engine for which {@link SqlTable} prints tables. */
public enum SqlDialect {

    /** Amazon Athena, engine version 3: an external table with partition projection. */
    ATHENA,
    /** DuckDB: a view on {@code read_json}. */
    DUCKDB,
    /** ClickHouse: a table of the engine S3. */
    CLICKHOUSE;

    /** The statement for the records of a schema; see {@link SqlTable#of}. */
    String print(String table, Schema schema, ObjectLocation location) {
        return switch (this) {
            case ATHENA -> new AthenaTable(table, schema, location).text();
            case DUCKDB -> DuckDbView.text(table, schema, location);
            case CLICKHOUSE -> ClickHouseTable.text(table, schema, location);
        };
    }

    /** The name, for example {@code athena}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
