package io.lockstep.follower.http.page;

import io.lockstep.follower.http.HttpReply;
import io.lockstep.follower.http.HttpRequest;
import io.lockstep.follower.http.HttpRoute;
import io.lockstep.follower.http.HttpRoute.Admission;
import io.lockstep.follower.http.HttpRoute.Lane;
import io.lockstep.follower.http.LoopConversation.Answer;
import io.lockstep.follower.http.Refusals;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The routes of the page. Its files are the same for everybody and tell nothing; what it shows it asks for itself, as
 * the user who looks at it.
 */
public final class Page {

    private static final String HTML = "text/html";

    /** The browser runs no script and loads no file but those of this server, and sends nothing anywhere else. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private static final List<String> FILES = List.of(
            "page.css",
            "icon.svg",
            "main.js",
            "dom.js",
            "server.js",
            "stream.js",
            "overview.js",
            "locks.js",
            "details.js",
            "contention.js",
            "sessions.js",
            "links.js",
            "servers.js",
            "live.js",
            "audit.js");

    private Page() {}

    /** The routes. */
    public static List<HttpRoute> routes() {
        return List.of(
                new HttpRoute("GET", "/", Admission.ANYONE, Lane.WORK, Page::front),
                new HttpRoute("GET", "/page/*", Admission.ANYONE, Lane.WORK, Page::file));
    }

    private static HttpReply front(HttpRequest request) throws InterruptedException {
        String accepted = request.header("Accept");
        if (accepted != null && accepted.contains(HTML)) {
            return file("page.html");
        }
        Answer login = request.conversation().login(request.token());
        return login.isOk() ? PlainPage.of(request) : Refusals.ofLogin(login.reply());
    }

    private static HttpReply file(HttpRequest request) {
        return FILES.contains(request.under())
                ? file(request.under())
                : HttpReply.error(404, "NOT_FOUND", "this server has no such file");
    }

    private static HttpReply file(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + name);
            }
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
            return HttpReply.of(200, type, new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .with("Content-Security-Policy", POLICY)
                    .with("Referrer-Policy", "no-referrer")
                    .with("Cross-Origin-Opener-Policy", "same-origin")
                    .with("Vary", "Accept");
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + name + " in the jar", broken);
        }
    }
}
