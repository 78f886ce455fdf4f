package io.lockstep.follower.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;

/** Sends replies. */
final class HttpWire {

    private static final long NO_BODY = -1;
    private static final long IN_CHUNKS = 0;

    private HttpWire() {}

    /** Sends a reply. Blocks until the client's system has taken it. */
    static void send(HttpExchange exchange, HttpReply reply) throws IOException, InterruptedException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        reply.headers().forEach(headers::set);
        boolean wanted = !exchange.getRequestMethod().equals("HEAD");
        if (reply.body() instanceof HttpReply.Whole whole) {
            whole(exchange, reply.status(), whole.bytes(), wanted);
        } else if (reply.body() instanceof HttpReply.Stream stream) {
            exchange.sendResponseHeaders(reply.status(), wanted ? IN_CHUNKS : NO_BODY);
            if (wanted) {
                OutputStream out = exchange.getResponseBody();
                stream.writer().writeTo(out);
                out.close();
            }
        }
    }

    private static void whole(HttpExchange exchange, int status, byte[] bytes, boolean wanted) throws IOException {
        if (!wanted || bytes.length == 0) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
            exchange.sendResponseHeaders(status, NO_BODY);
            return;
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
