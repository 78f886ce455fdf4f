package io.lockstep.follower.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.lockstep.common.net.Addresses;
import java.net.InetAddress;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps out requests that a browser sends for a page of another site. A name that an attacker makes stand for the
 * address of this server is no name of it; and a browser says which site a page comes from.
 */
final class SiteRules {

    private static final String LOCAL_NAME = "localhost";

    private final Set<String> names;
    private final String scheme;

    /**
     * @param names of this server, beside the address at which a request arrives
     * @param encrypted whether the port speaks TLS
     */
    SiteRules(Collection<String> names, boolean encrypted) {
        this.names = names.stream().map(SiteRules::normal).collect(Collectors.toCollection(HashSet::new));
        this.scheme = encrypted ? "https" : "http";
    }

    /** The reply to a request that is refused; null if it is not. */
    @Nullable
    HttpReply refusal(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        String host = headers.getFirst("Host");
        if (host == null) {
            // A health check of a load balancer may use HTTP/1.0 without a host. A browser always names one.
            return "HTTP/1.0".equals(exchange.getProtocol())
                    ? null
                    : HttpReply.error(400, "NO_HOST", "a request of HTTP/1.1 has a header Host");
        }
        URI target = exchange.getRequestURI();
        if (headers.getOrDefault("Host", List.of()).size() > 1
                || !isOwn(hostOf(host), exchange.getLocalAddress().getAddress())
                || (target.getAuthority() != null && !target.getAuthority().equals(host))) {
            return HttpReply.error(
                    421,
                    "OTHER_HOST",
                    "this server has no name or address " + printable(host)
                            + "; use its address, or start it with --http-names and this name");
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && !origin.equalsIgnoreCase(scheme + "://" + host)) {
            return HttpReply.error(
                    403, "OTHER_SITE", "a page of " + printable(origin) + " may not send requests to this server");
        }
        boolean isLink = "navigate".equals(headers.getFirst("Sec-Fetch-Mode"));
        if ("cross-site".equals(headers.getFirst("Sec-Fetch-Site")) && !isLink) {
            return HttpReply.error(403, "OTHER_SITE", "a page of another site may not send requests to this server");
        }
        return null;
    }

    private boolean isOwn(String host, InetAddress arrivedAt) {
        return names.contains(host)
                || host.equals(Addresses.text(arrivedAt))
                || (arrivedAt.isLoopbackAddress() && host.equals(LOCAL_NAME));
    }

    /** The host without its port. */
    private static String hostOf(String host) {
        int colon = host.lastIndexOf(':');
        boolean hasPort =
                colon >= 0 && host.indexOf(']', colon) < 0 && (host.startsWith("[") || host.indexOf(':') == colon);
        return normal(hasPort ? host.substring(0, colon) : host);
    }

    private static String normal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return bare.toLowerCase(Locale.ROOT);
    }

    private static String printable(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9.:/_\\[\\]-]", "?");
        return plain.substring(0, Math.min(100, plain.length()));
    }
}
