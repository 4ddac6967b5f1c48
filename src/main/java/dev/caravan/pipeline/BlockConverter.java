package dev.caravan.pipeline;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/** Converts a block to text, bytes or a stream for Camel's steps, so that any component and language works on its lines. */
public final class BlockConverter {

    private BlockConverter() {
    }

    /** Registers the converters. */
    public static void register(CamelContext context) {
        TypeConverterRegistry registry = context.getTypeConverterRegistry();
        registry.addTypeConverter(byte[].class, Block.class, new SimpleTypeConverter(false,
            (type, exchange, value) -> bytes((Block) value)));
        registry.addTypeConverter(InputStream.class, Block.class, new SimpleTypeConverter(false,
            (type, exchange, value) -> new ByteArrayInputStream(bytes((Block) value))));
        registry.addTypeConverter(String.class, Block.class, new SimpleTypeConverter(false,
            (type, exchange, value) -> value.toString()));
    }

    private static byte[] bytes(Block block) {
        return Arrays.copyOf(block.bytes(), block.length());
    }
}
