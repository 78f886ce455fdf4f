package io.lockstep.follower.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.lockstep.common.net.Addresses;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.tls.TlsIdentity;
import io.lockstep.follower.metrics.ServerMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** A request to the HTTP port. For the thread that handles it. */
public final class HttpRequest {

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private final HttpExchange exchange;
    private final String path;
    private final String under;
    private final @Nullable Backing backing;
    private final @Nullable LoopConversation conversation;

    /**
     * @param under the part of the path that the route leaves open, still percent-encoded
     * @param backing the server; null while it reads its data
     */
    HttpRequest(HttpExchange exchange, String under, @Nullable Backing backing) {
        this.exchange = exchange;
        this.backing = backing;
        this.conversation =
                backing == null ? null : new LoopConversation(backing, clientAddress(), certificateSubject());
        this.path = exchange.getRequestURI().getRawPath();
        this.under = under;
    }

    /** {@code GET}, {@code POST} and so on, in capitals. */
    public String method() {
        return exchange.getRequestMethod();
    }

    /** The path as it was sent, percent-encoded. */
    public String path() {
        return path;
    }

    /** The part of the path behind that of a route that ends with {@code /*}, as it was sent, percent-encoded. */
    public String under() {
        return under;
    }

    /** A header; null if the request does not have it. */
    public @Nullable String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    /** A parameter of the query, decoded; empty text if it has no value, null if it is not there. */
    public @Nullable String parameter(String name) {
        String query = exchange.getRequestURI().getRawQuery();
        for (String each : query == null ? new String[0] : query.split("&", -1)) {
            int equals = each.indexOf('=');
            if (name.equals(decoded(equals < 0 ? each : each.substring(0, equals)))) {
                return equals < 0 ? "" : decoded(each.substring(equals + 1));
            }
        }
        return null;
    }

    /** Adds each of these parameters of the query that is there to the line, as an option of the same name. */
    public Line pass(Line line, String... parameters) {
        for (String name : parameters) {
            String value = parameter(name);
            if (value != null) {
                line.option(name, value);
            }
        }
        return line;
    }

    /** The JDK's server has checked that what follows a percent sign are two hexadecimal digits. */
    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /**
     * The body, as UTF-8. Blocks until it has arrived.
     *
     * @throws BodyTooLongException if it has more than {@link HttpLimits#BODY_BYTES_MAX} bytes
     */
    public String body() throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] bytes = in.readNBytes(HttpLimits.BODY_BYTES_MAX + 1);
        if (bytes.length > HttpLimits.BODY_BYTES_MAX) {
            throw new BodyTooLongException();
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * Asks the loop, as the client that sent this request. For requests that are not about health: those are answered
     * while there is no loop.
     */
    public LoopConversation conversation() {
        if (conversation == null) {
            throw new IllegalStateException("the server is reading its data");
        }
        return conversation;
    }

    /** What the server counts. For requests that are not about health. */
    public ServerMetrics metrics() {
        if (backing == null) {
            throw new IllegalStateException("the server is reading its data");
        }
        return backing.metrics();
    }

    /** The {@code address:port} of the client. */
    public String clientAddress() {
        return Addresses.text(exchange.getRemoteAddress());
    }

    /**
     * The token after {@code Authorization: Bearer}, or the password after {@code Basic} for programs that send nothing
     * else; empty if there is none.
     */
    public String token() {
        String header = header("Authorization");
        if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return header.substring(BEARER.length()).strip();
        }
        return header != null && header.regionMatches(true, 0, BASIC, 0, BASIC.length())
                ? password(header.substring(BASIC.length()).strip())
                : "";
    }

    /** See RFC 7617. What is no Base64 is no password either. */
    private static String password(String credentials) {
        try {
            String text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            return text.substring(text.indexOf(':') + 1);
        } catch (IllegalArgumentException notBase64) {
            return credentials;
        }
    }

    /** The subject of the client's verified certificate; empty if it has shown none. */
    Optional<String> certificateSubject() {
        if (exchange instanceof HttpsExchange encrypted) {
            try {
                Certificate first = encrypted.getSSLSession().getPeerCertificates()[0];
                return first instanceof X509Certificate known
                        ? Optional.of(TlsIdentity.subjectOf(known))
                        : Optional.empty();
            } catch (SSLPeerUnverifiedException none) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The body of a request is longer than the server reads. */
    static final class BodyTooLongException extends IOException {}
}
