package dev.caravan.parse.core;

import java.time.ZoneId;
import java.util.List;
import org.apache.camel.spi.DataFormat;
import org.jspecify.annotations.Nullable;

/**
 * A family of parsers. Caravan finds it by {@link java.util.ServiceLoader}: the class has a public constructor without parameters, and its jar names
 * it in {@code META-INF/services/dev.caravan.parse.core.ParserProvider}. What the parsers write, they declare themselves
 * ({@link LineParser#records}).
 *
 * <p>A start asks each provider for names, and for those parsers alone that routes use. So the class of a provider must be cheap to load: it
 * names its parsers' classes in {@link #parser} only. May be called from several threads.
 */
public interface ParserProvider {

    /** Names of the parsers, as routes use them: {@code NAME}, {@code NAME-json} and {@code NAME-raw} are the data formats of each. */
    List<String> names();

    /**
     * Makes a parser.
     *
     * @param name one of {@link #names}
     * @param zone zone of time stamps that carry none
     */
    LineParser parser(String name, ZoneId zone);

    /**
     * The data format {@code NAME-raw}, which leaves lines as they are for readers that know them.
     *
     * @param name one of {@link #names}
     * @return null for lines that stay as they are to the byte
     */
    default @Nullable DataFormat raw(String name) {
        return null;
    }
}
