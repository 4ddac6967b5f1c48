package dev.caravan.parse.generic;

import dev.caravan.parse.core.Fields;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RefusedLineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A format of separated values, one record a line (RFC 4180, without newlines in values). The names of the fields are
 * {@code columns}, or, with {@code header: true}, the first line of each file; a header is no record. With both, a line
 * that equals the columns is none. A line with another number of values is refused.
 *
 * <pre>
 * - beans:
 *     - name: mycsv
 *       type: "#class:dev.caravan.parse.generic.CsvFormat"
 *       properties: { columns: "time,user,bytes", delimiter: ",", timeField: time, types: "bytes=int" }
 * </pre>
 */
public final class CsvFormat extends ConfiguredFormat {

    private String columns = "";
    private String delimiter = ",";
    private String quote = "\"";
    private boolean header;

    /** Names of the columns, separated by commas. */
    public void setColumns(String columns) {
        this.columns = columns;
    }

    /** What stands between values; {@code tab} for a tab. */
    public void setDelimiter(String delimiter) {
        this.delimiter = delimiter.equals("tab") || delimiter.equals("\\t") ? "\t" : delimiter;
    }

    /** What encloses a value that contains the delimiter; {@code none} where nothing does. */
    public void setQuote(String quote) {
        this.quote = quote;
    }

    /** Whether files begin with a line of names. */
    public void setHeader(boolean header) {
        this.header = header;
    }

    @Override
    protected LineParser make(Fields fields) {
        if (columns.isBlank() && !header) {
            throw new IllegalArgumentException("a CsvFormat needs columns, or header: true");
        }
        if (!quote.equals("none") && quote.length() != 1) {
            throw new IllegalArgumentException("quote is \"" + quote + "\": it must be one character, or none");
        }
        CSVFormat csv = CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setIgnoreEmptyLines(false)
            .setQuote(quote.equals("none") ? null : Character.valueOf(quote.charAt(0))).get();
        List<String> declared = columns.isBlank() ? List.of() : List.of(columns.trim().split("\\s*,\\s*"));
        if (new HashSet<>(declared).size() < declared.size()) {
            throw new IllegalArgumentException("columns has a name twice");
        }
        return (line, record) -> {
            List<String> values = values(csv, line.toString());
            if (header && !declared.isEmpty() && values.equals(declared)) {
                return false;
            }
            String first = line.state();
            if (declared.isEmpty() && first == null) {
                // The first line of the file; remembered with its position.
                if (values.contains("") || new HashSet<>(values).size() < values.size()) {
                    throw new RefusedLineException("the file's first line is no header: a name is empty, or there twice");
                }
                line.state(line.toString());
                return false;
            }
            List<String> names = first != null && declared.isEmpty() ? values(csv, first) : declared;
            if (values.size() != names.size()) {
                throw new RefusedLineException("the line has " + values.size() + " values for " + names.size() + " columns");
            }
            for (int i = 0; i < names.size(); i++) {
                fields.write(record, names.get(i), values.get(i), line.origin().time());
            }
            return true;
        };
    }

    private static List<String> values(CSVFormat csv, String line) throws RefusedLineException {
        try (CSVParser parser = CSVParser.parse(line, csv)) {
            List<CSVRecord> records = parser.getRecords();
            if (records.size() != 1) {
                throw new RefusedLineException("not one line of separated values");
            }
            return records.get(0).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new RefusedLineException("a quote is where none may be, or missing");
        }
    }
}
