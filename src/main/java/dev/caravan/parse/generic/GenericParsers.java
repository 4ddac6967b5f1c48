package dev.caravan.parse.generic;

import dev.caravan.parse.core.JsonLine;
import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.ParserProvider;
import java.time.ZoneId;
import java.util.List;

/** The parser of lines that are JSON. Formats that a route describes are beans, not parsers with a name. */
public final class GenericParsers implements ParserProvider {

    @Override
    public List<String> names() {
        return List.of("jsonLines");
    }

    @Override
    public LineParser parser(String name, ZoneId zone) {
        return switch (name) {
            case "jsonLines" -> new JsonLine();
            default -> throw new IllegalArgumentException("no parser " + name);
        };
    }
}
