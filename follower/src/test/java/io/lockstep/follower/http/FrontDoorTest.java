package io.lockstep.follower.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.http.HttpRoute.Admission;
import io.lockstep.follower.http.HttpRoute.Lane;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes to a handler, and what does not. */
class FrontDoorTest {

    private final AtomicInteger changes = new AtomicInteger();
    private final Semaphore arrived = new Semaphore(0);
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private ServedHttp server;

    @BeforeEach
    void open() throws Exception {
        server = new ServedHttp(
                        new HttpRoute("POST", "/change", Admission.ANYONE, Lane.WORK, request -> {
                            changes.incrementAndGet();
                            return HttpReply.text(200, request.body());
                        }),
                        new HttpRoute("LOCK", "/change", Admission.ANYONE, Lane.WORK, request -> {
                            changes.incrementAndGet();
                            return HttpReply.text(200, "locked");
                        }),
                        new HttpRoute(
                                "GET",
                                "/names/*",
                                Admission.ANYONE,
                                Lane.WORK,
                                request -> HttpReply.text(200, request.under() + " " + request.parameter("a b"))),
                        new HttpRoute("GET", "/work", Admission.ANYONE, Lane.WORK, request -> waiting()),
                        new HttpRoute("GET", "/stream", Admission.ANYONE, Lane.STREAM, request -> waiting()))
                .start();
        server.lead();
    }

    private HttpReply waiting() throws InterruptedException {
        arrived.release();
        go.await();
        return HttpReply.text(200, "done");
    }

    @AfterEach
    void close() throws Exception {
        go.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @Test
    void aNameThatIsMadeToStandForThisAddressGetsNothing() throws Exception {
        String json = "Content-Type: application/json";
        for (String host :
                List.of("evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.", "[::1]", "")) {
            String reply = server.ask("POST", "/change", "Host: " + host, json);
            assertThat(reply).as(host).startsWith("HTTP/1.1 421 ").contains("OTHER_HOST");
        }
        assertThat(server.raw("POST http://evil.example/change HTTP/1.1\r\nHost: " + server.address()
                        + "\r\nConnection: close\r\n" + json + "\r\n\r\n"))
                .startsWith("HTTP/1.1 421 ");
        assertThat(server.raw("POST /change HTTP/1.1\r\nConnection: close\r\n" + json + "\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(server.get("/livez", "Host: evil.example")).startsWith("HTTP/1.1 421 ");
        assertThat(changes).hasValue(0);
    }

    @Test
    void theNamesAndAddressesOfThisServerAreTaken() throws Exception {
        for (String host : List.of(
                "127.0.0.1", "127.0.0.1:1234", "localhost", "LocalHost:8080", "lock.example", "Lock.Example:9200")) {
            assertThat(server.get("/livez", "Host: " + host)).as(host).startsWith("HTTP/1.1 200 ");
        }
        // As load balancers ask.
        assertThat(server.raw("GET /livez HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aPageOfAnotherSiteGetsNothing() throws Exception {
        String json = "Content-Type: application/json";
        for (String header : List.of(
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: https://" + server.address(),
                "Origin: http://127.0.0.1:1",
                "Sec-Fetch-Site: cross-site")) {
            assertThat(server.ask("POST", "/change", json, header)).as(header).startsWith("HTTP/1.1 403 ");
            assertThat(server.ask("LOCK", "/change", header)).as(header).startsWith("HTTP/1.1 403 ");
        }
        assertThat(changes).hasValue(0);
        assertThat(server.ask("POST", "/change", json, "Origin: http://" + server.address()))
                .startsWith("HTTP/1.1 200 ");
        assertThat(server.get("/names/x", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void aChangeSaysThatItIsJsonSinceAFormCannot() throws Exception {
        for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x")) {
            assertThat(server.ask("POST", "/change", "Content-Type: " + type)).startsWith("HTTP/1.1 415 ");
        }
        assertThat(server.ask("POST", "/change")).startsWith("HTTP/1.1 415 ");
        assertThat(changes).hasValue(0);
        assertThat(server.ask("POST", "/change", "Content-Type: application/json; charset=utf-8"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(server.ask("LOCK", "/change")).startsWith("HTTP/1.1 200 ").endsWith("locked");
    }

    @Test
    void aBodyIsReadUpToItsBound() throws Exception {
        String text = "x".repeat(HttpLimits.BODY_BYTES_MAX);
        assertThat(post(text)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + text);
        assertThat(post(text + "x")).startsWith("HTTP/1.1 413 ").contains("BODY_TOO_LONG");
    }

    private String post(String body) throws IOException {
        return server.raw("POST /change HTTP/1.1\r\nHost: " + server.address()
                + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body);
    }

    @Test
    void aNameInAPathStaysAsItWasSentAndAQueryIsDecoded() throws Exception {
        assertThat(server.get("/names/a%2Fb%20c?x=1&a+b=c%26d")).endsWith("\r\n\r\na%2Fb%20c c&d");
        assertThat(server.get("/names")).startsWith("HTTP/1.1 404 ");
        assertThat(server.ask("PUT", "/names/a")).startsWith("HTTP/1.1 405 ").containsIgnoringCase("Allow: GET");
    }

    @Test
    void healthAnswersWhileEverythingElseIsFull() throws Exception {
        int streams = HttpLimits.room(Lane.STREAM, ServedHttp.CONNECTIONS);
        int works = HttpLimits.room(Lane.WORK, ServedHttp.CONNECTIONS);
        fill("/stream", streams);
        fill("/work", works);
        assertThat(server.get("/stream")).startsWith("HTTP/1.1 503 ").containsIgnoringCase("Retry-After: ");
        assertThat(server.get("/work")).startsWith("HTTP/1.1 503 ").contains("\"BUSY\"");
        assertThat(server.get("/livez")).startsWith("HTTP/1.1 200 ");
        assertThat(server.get("/readyz")).startsWith("HTTP/1.1 200 ");
        go.countDown();
        for (Socket socket : sockets) {
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .endsWith("done");
        }
        assertThat(server.get("/work")).endsWith("done");
    }

    private void fill(String path, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            sockets.add(server.connect(
                    "GET " + path + " HTTP/1.1\r\nHost: " + server.address() + "\r\nConnection: close\r\n\r\n"));
        }
        assertThat(arrived.tryAcquire(count, 10, TimeUnit.SECONDS)).isTrue();
    }

    /** The clients that are slow to send, one that is slow to read, and one that is silent lose their connections. */
    @Test
    void clientsThatAreSlowHoldUpNobodyAndLoseTheirConnections() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < ServedHttp.CONNECTIONS - 4; i++) {
            slow.add(server.connect(
                    i % 2 == 0
                            ? "GET /livez HTTP/1.1\r\nHost: "
                            : "POST /change HTTP/1.1\r\nHost: " + server.address()
                                    + "\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\nhalf"));
        }
        sockets.addAll(slow);
        assertThat(server.get("/livez")).startsWith("HTTP/1.1 200 ");
        for (Socket socket : slow) {
            InputStream in = socket.getInputStream();
            assertThat(endsWithin(in)).isTrue();
        }
        assertThat(server.get("/work?", "Connection: close")).startsWith("HTTP/1.1 200 ");
    }

    private boolean endsWithin(InputStream in) throws IOException {
        go.countDown();
        try {
            in.readAllBytes();
            return true;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }
}
