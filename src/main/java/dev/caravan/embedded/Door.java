package dev.caravan.embedded;

import java.util.regex.Pattern;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.io.Content;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;

/**
 * Refuses a request as soon as its head is read, if it does not name the access key, which is random, or if it is for another host: a page
 * in a browser can let its own name point to this address (DNS rebinding). S3Proxy checks signatures, but before that it waits for the
 * content of some requests, and it serves objects that anyone may read. Thread-safe.
 */
final class Door extends Handler.Wrapper {

    private static final Pattern THIS_HOST = Pattern.compile("(?i)(127\\.0\\.0\\.1|localhost)(:[0-9]+)?");
    private static final int FORBIDDEN = 403;

    private final String accessKey;
    private final Strangers strangers;

    Door(Handler inside, String accessKey, Strangers strangers) {
        super(inside);
        this.accessKey = accessKey;
        this.strangers = strangers;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String host = request.getHeaders().get(HttpHeader.HOST);
        if (host == null || !THIS_HOST.matcher(host).matches()) {
            return refuse(response, callback, "This server answers under the name 127.0.0.1 alone.");
        }
        if (!namesTheKey(request)) {
            return refuse(response, callback, "This server wants the keys in the file aws-config in Caravan's state directory.");
        }
        strangers.isNone(request.getConnectionMetaData().getConnection());
        return super.handle(request, response, callback);
    }

    private boolean namesTheKey(Request request) {
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        String query = request.getHttpURI().getQuery();
        return header != null && header.contains(accessKey) || query != null && query.contains(accessKey);
    }

    private static boolean refuse(Response response, Callback callback, String message) {
        response.setStatus(FORBIDDEN);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml");
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        Content.Sink.write(response, true, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>"
            + message + "</Message></Error>", callback);
        return true;
    }
}
