package dev.caravan.schema.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.caravan.parse.Schemas;
import dev.caravan.schema.Schema;
import dev.caravan.schema.SchemaReader;
import org.junit.jupiter.api.Test;

class SqlTableTest {

    private static final String KEY = "{source}/{yyyy}/{MM}/{dd}/{timestamp}_{host}_{seq}.{ext}";
    private static final Schema SCHEMA = SchemaReader.read("test", """
        schema: Custom.Test
        description: It's a test
        fields:
            - { name: time, type: timestamp, timeFormats: [rfc3339], isEventTime: true }
            - { name: ts, type: timestamp, timeFormats: [unix] }
            - { name: remoteAddr, type: string, description: the client's }
            - { name: day, type: smallint }
            - { name: "id.orig_p", type: bigint }
            - { name: used_by, type: array, element: { type: string } }
            - { name: http, type: object, fields: [{ name: Code, type: int }, { name: ok, type: boolean }] }
        """);

    @Test
    void athenaFindsADayByItsFolder() {
        assertEquals("""
            -- It's a test
            CREATE EXTERNAL TABLE `unparsed_nginx` (
                `time` string,
                `ts` double,
                `remoteaddr` string COMMENT 'the client''s',
                `record_day` smallint,
                `id_orig_p` bigint,
                `used_by` array<string>,
                `http` struct<code:int,ok:boolean>
            )
            PARTITIONED BY (`day` string)
            ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
            WITH SERDEPROPERTIES (
                'ignore.malformed.json' = 'false',
                'mapping.remoteaddr' = 'remoteAddr',
                'mapping.record_day' = 'day',
                'mapping.id_orig_p' = 'id.orig_p'
            )
            LOCATION 's3://logs/unparsed/nginx/'
            TBLPROPERTIES (
                'projection.enabled' = 'true',
                'projection.day.type' = 'date',
                'projection.day.format' = 'yyyy/MM/dd',
                'projection.day.range' = '2020/01/01,NOW+1DAYS',
                'projection.day.interval' = '1',
                'projection.day.interval.unit' = 'DAYS',
                'storage.location.template' = 's3://logs/unparsed/nginx/${day}/'
            );
            """, SqlTable.of(SqlDialect.ATHENA, SCHEMA, "logs", KEY, "unparsed/nginx"));
    }

    @Test
    void athenaTakesADateInPiecesAndOtherFolders() {
        String sql = SqlTable.of(SqlDialect.ATHENA, SCHEMA, "logs",
            "siem/{host}/{source}/year={yyyy}/month={MM}/day={dd}/{uuid}.{ext}", "auth");
        assertTrue(sql.contains("PARTITIONED BY (`year` int, `month` int, `day` int, `key_host` string)"), sql);
        assertTrue(sql.contains("'s3://logs/siem/${key_host}/auth/year=${year}/month=${month}/day=${day}/'"), sql);
        assertTrue(sql.contains("'projection.month.range' = '1,12',\n    'projection.month.digits' = '2'"), sql);
        assertTrue(sql.contains("'projection.key_host.type' = 'injected'"), sql);
        assertTrue(sql.contains("LOCATION 's3://logs/siem/'"), sql);
    }

    @Test
    void athenaNeedsADateInTheKey() {
        String message = assertThrows(IllegalArgumentException.class, () -> SqlTable.of(SqlDialect.ATHENA, SCHEMA, "logs",
            "{source}/{timestamp}_{host}_{seq}.{ext}", "auth")).getMessage();
        assertTrue(message.startsWith("caravan.key has no date in its folders"), message);
    }

    @Test
    void theOthersReadAllObjectsThatTheKeyMayName() {
        String duckdb = SqlTable.of(SqlDialect.DUCKDB, SCHEMA, "logs", KEY, "auth");
        assertTrue(duckdb.contains("read_json('s3://logs/auth/*/*/*/*',"), duckdb);
        assertTrue(duckdb.contains("\"http\": 'STRUCT(\"Code\" INTEGER, \"ok\" BOOLEAN)'"), duckdb);
        String clickhouse = SqlTable.of(SqlDialect.CLICKHOUSE, SCHEMA, "logs", "{source}/{timestamp}_{host}_{seq}.{ext}", "auth");
        assertTrue(clickhouse.contains("S3('https://logs.s3.amazonaws.com/auth/*', 'JSONEachRow')"), clickhouse);
        assertTrue(clickhouse.contains("`used_by` Array(Nullable(String))"), clickhouse);
        assertTrue(clickhouse.contains("`http` Tuple(`Code` Nullable(Int32), `ok` Nullable(Bool))"), clickhouse);
    }

    @Test
    void everySchemaHasATableInEveryDialect() {
        for (String name : Schemas.names()) {
            for (SqlDialect dialect : SqlDialect.values()) {
                String sql = SqlTable.of(dialect, Schemas.load(name), "logs", KEY, name);
                assertTrue(sql.endsWith(";\n"), sql);
                assertFalse(sql.contains("null"), sql);
            }
        }
    }
}
