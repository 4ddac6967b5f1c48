package dev.caravan.parse.zeek;

import dev.caravan.parse.core.LineParser;
import dev.caravan.parse.core.ParserProvider;
import java.time.ZoneId;
import java.util.List;

/** The parser of the logs of Zeek. */
public final class ZeekParsers implements ParserProvider {

    @Override
    public List<String> names() {
        return List.of("zeek");
    }

    @Override
    public LineParser parser(String name, ZoneId zone) {
        return switch (name) {
            case "zeek" -> new Zeek();
            default -> throw new IllegalArgumentException("no parser " + name);
        };
    }
}
