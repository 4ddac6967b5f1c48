package dev.caravan.schema.sql;

import dev.caravan.schema.Schema;

/** Prints the records of a schema as a table. */
public final class SqlTable {

    private SqlTable() {
    }

    /**
     * The statement that makes a table of the objects of one output.
     *
     * @param dialect  the query engine
     * @param schema   what the records are
     * @param bucket   name of the bucket
     * @param template the setting {@code caravan.key}
     * @param output   first folder of the keys: the name of the source, or another prefix
     * @return SQL, with a newline at its end
     * @throws IllegalArgumentException the template has no date in its folders, which Athena needs; the message says what to do
     */
    public static String of(SqlDialect dialect, Schema schema, String bucket, String template, String output) {
        ObjectLocation location = ObjectLocation.of(bucket, template, output);
        String table = output.replaceAll("[^A-Za-z0-9]+", "_").toLowerCase(java.util.Locale.ROOT);
        return dialect.print(table, schema, location);
    }

    /** A text as a literal: single quotes are doubled. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
