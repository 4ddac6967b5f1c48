package dev.caravan.parse.generic;

import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.support.service.ServiceSupport;

/** The data format {@code raw}: leaves lines as they are, byte for byte. */
public final class RawFormat extends ServiceSupport implements DataFormat {

    @Override
    public Object unmarshal(Exchange exchange, Object body) {
        return body;
    }

    @Override
    public Object unmarshal(Exchange exchange, InputStream stream) {
        return stream;
    }

    @Override
    public void marshal(Exchange exchange, Object graph, OutputStream stream) {
        throw new UnsupportedOperationException("raw only reads");
    }
}
