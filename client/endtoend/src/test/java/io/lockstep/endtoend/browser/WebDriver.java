package io.lockstep.endtoend.browser;

import io.lockstep.endtoend.cluster.JsonReader;
import io.lockstep.endtoend.cluster.JsonReader.BadJsonException;
import io.lockstep.program.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends commands of the W3C WebDriver protocol to a driver. */
final class WebDriver {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String root;

    WebDriver(int port) {
        this.root = "http://127.0.0.1:" + port;
    }

    /** Sends a command and returns its value. Fails if the driver or the browser reports an error. */
    @Nullable
    Object send(String method, String path, Map<String, ?> body) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path)).timeout(PATIENCE);
        HttpRequest.BodyPublisher sent = method.equals("POST")
                ? HttpRequest.BodyPublishers.ofString(Json.object(body))
                : HttpRequest.BodyPublishers.noBody();
        HttpResponse<String> reply =
                http.send(request.method(method, sent).build(), HttpResponse.BodyHandlers.ofString());
        try {
            Object value = JsonReader.readObject(reply.body()).get("value");
            if (reply.statusCode() != 200) {
                throw new AssertionError(
                        path + ": " + (value instanceof Map<?, ?> error ? error.get("message") : value));
            }
            return value;
        } catch (BadJsonException flaw) {
            throw new IOException(reply.body(), flaw);
        }
    }
}
