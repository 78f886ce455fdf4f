package io.lockstep.follower.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.lockstep.follower.http.HttpRoute.Admission;
import io.lockstep.follower.http.HttpRoute.Lane;
import io.lockstep.follower.http.LoopConversation.Answer;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes every request to the HTTP port, on the thread of its connection. It looks where the request comes from, which
 * route answers it, who sent it, and whether there is room; then the handler of the route makes the reply.
 */
final class FrontDoor implements HttpHandler {

    private static final String RETRY_SECONDS = "1";

    private final SiteRules site;
    private final HealthFacts facts;
    private final List<HttpRoute> routes;
    private final Map<Lane, Semaphore> room = new EnumMap<>(Lane.class);

    /** @param connections most that there can be */
    FrontDoor(SiteRules site, HealthFacts facts, List<HttpRoute> routes, int connections) {
        for (Lane lane : Lane.values()) {
            room.put(lane, new Semaphore(HttpLimits.room(lane, connections)));
        }
        this.site = site;
        this.facts = facts;
        this.routes = routes;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpReply refusal = site.refusal(exchange);
            if (refusal == null) {
                find(exchange);
            } else {
                HttpWire.send(exchange, refusal);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error bug) {
            // The JDK's server would swallow it.
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, bug);
        }
    }

    private void find(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.getRequestURI().getRawPath();
        String method = exchange.getRequestMethod();
        List<HttpRoute> there =
                routes.stream().filter(each -> each.rest(path) != null).toList();
        HttpRoute route =
                there.stream().filter(each -> each.takes(method)).findFirst().orElse(null);
        String rest = route == null ? null : route.rest(path);
        if (route != null && rest != null) {
            admit(exchange, route, rest);
        } else if (there.isEmpty()) {
            HttpWire.send(exchange, HttpReply.error(404, "NOT_FOUND", "this server has nothing at this path"));
        } else {
            String allowed = there.stream().map(HttpRoute::method).distinct().collect(Collectors.joining(", "));
            HttpWire.send(
                    exchange,
                    HttpReply.error(405, "METHOD", "this path takes " + allowed).with("Allow", allowed));
        }
    }

    private void admit(HttpExchange exchange, HttpRoute route, String rest) throws IOException, InterruptedException {
        Backing backing = facts.backing();
        HttpRequest request = new HttpRequest(exchange, rest, backing);
        if (route.needsJson() && !isJson(request.header("Content-Type"))) {
            HttpWire.send(
                    exchange,
                    HttpReply.error(415, "NOT_JSON", "a change needs the header Content-Type: application/json"));
        } else if (route.lane() == Lane.HEALTH) {
            HttpWire.send(exchange, route.handler().handle(request));
        } else if (backing == null) {
            HttpWire.send(exchange, busy("STARTING", "this server is reading its data; try again later"));
        } else {
            try (LoopConversation conversation = request.conversation()) {
                Answer login = route.admission() == Admission.USER ? conversation.login(request.token()) : null;
                if (login == null || login.isOk()) {
                    answer(exchange, route, request);
                } else {
                    HttpWire.send(exchange, Refusals.ofLogin(login.reply()));
                }
            }
        }
    }

    private static boolean isJson(@Nullable String contentType) {
        String type = contentType == null ? "" : contentType.split(";", 2)[0].strip();
        return type.toLowerCase(Locale.ROOT).equals("application/json");
    }

    private void answer(HttpExchange exchange, HttpRoute route, HttpRequest request)
            throws IOException, InterruptedException {
        Semaphore places = room.get(route.lane());
        if (places == null || !places.tryAcquire()) {
            HttpWire.send(
                    exchange, busy("BUSY", "this server has as many requests under way as it takes; try again soon"));
            return;
        }
        try {
            HttpWire.send(exchange, reply(route, request));
        } finally {
            places.release();
        }
    }

    private static HttpReply reply(HttpRoute route, HttpRequest request) throws IOException, InterruptedException {
        try {
            return route.handler().handle(request);
        } catch (HttpRequest.BodyTooLongException tooLong) {
            return HttpReply.error(413, "BODY_TOO_LONG", "a body has at most " + HttpLimits.BODY_BYTES_MAX + " bytes");
        }
    }

    private static HttpReply busy(String code, String message) {
        return HttpReply.error(503, code, message).with("Retry-After", RETRY_SECONDS);
    }
}
