/**
 * Prints a schema as a table of a query engine that reads the bucket: Amazon Athena, DuckDB, ClickHouse. What a record is comes
 * from the schema, where its objects are from the setting {@code caravan.key}.
 */
@NullMarked
package dev.caravan.schema.sql;

import org.jspecify.annotations.NullMarked;
