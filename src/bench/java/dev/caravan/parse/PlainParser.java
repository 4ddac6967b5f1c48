package dev.caravan.parse;

import com.fasterxml.jackson.core.SerializableString;
import dev.caravan.parse.core.Line;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.RecordWriter;
import dev.caravan.parse.core.RefusedLineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** nginx's access log as somebody would parse it who never heard of bytes: text, a regular expression, groups. */
final class PlainParser implements LineParser {

    private static final Pattern LINE = Pattern.compile(
        "(\\S+) - (\\S+) \\[([^\\]]+)\\] \"([^\"]*)\" (\\d+) (\\d+) \"([^\"]*)\" \"([^\"]*)\"");
    private static final SerializableString[] NAMES = {RecordWriter.name("remoteAddr"), RecordWriter.name("remoteUser"),
        RecordWriter.name("time"), RecordWriter.name("request"), RecordWriter.name("status"), RecordWriter.name("bodyBytesSent"),
        RecordWriter.name("httpReferer"), RecordWriter.name("httpUserAgent")};

    @Override
    public boolean parse(Line line, RecordWriter record) throws RefusedLineException {
        Matcher m = LINE.matcher(line.toString());
        if (!m.matches()) {
            throw new RefusedLineException("not the combined format");
        }
        for (int i = 0; i < NAMES.length; i++) {
            record.text(NAMES[i], m.group(i + 1));
        }
        return true;
    }
}
