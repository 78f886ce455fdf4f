package io.lockstep.endtoend.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.JsonReader;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.ManyGrants;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.SharedCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The HTTP port of a real server, as programs use it. */
class HttpApiTest {

    /** As many as the server has room for, and some more. */
    private static final int STREAMS = 80;

    @SharedCluster(
            servers = 1,
            flags = {"--locks-per-client", "0"})
    static RealCluster cluster;

    @BeforeAll
    static void awaitFounding() throws Exception {
        RealCluster.await("a grant", () -> {
            try (LineClient client = cluster.connect(1)) {
                return client.ask("LOCK first").ok();
            }
        });
    }

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cluster.httpPort(1) + path));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private Map<?, ?> json(String path) throws Exception {
        HttpResponse<String> reply = get(path);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return JsonReader.readObject(reply.body());
    }

    private static List<String> names(Map<?, ?> page) {
        List<String> names = new ArrayList<>();
        for (Object lock : (List<?>) page.get("locks")) {
            names.add(String.valueOf(((Map<?, ?>) lock).get("name")));
        }
        return names;
    }

    @Test
    void oneReplyHasAThousandLocksInTheOrderOfTheirNamesAndTheNextGoesOn() throws Exception {
        ManyGrants.take(cluster.port(1), "page/with-a-name-that-takes-some-room-in-a-reply-", 1_100);
        Map<?, ?> first = json("/v1/locks?prefix=page/&limit=1000");
        assertThat(names(first)).hasSize(1_000).isSorted();
        assertThat(first.get("more")).isEqualTo(true);
        String last = names(first).get(999);
        Map<?, ?> second = json("/v1/locks?prefix=page/&limit=1000&after=" + last);
        assertThat(names(second)).hasSize(100).doesNotContainAnyElementsOf(names(first));
        assertThat(second.get("more")).isEqualTo(false);
        assertThat(get("/v1/locks?limit=1001").statusCode()).isEqualTo(400);
    }

    @Test
    void aNameIsPercentEncodedAndItsLockToldWithItsLine() throws Exception {
        try (LineClient holder = cluster.connect(1);
                LineClient waiter = cluster.connect(1)) {
            holder.ask("LOCK \"app/a+b %41 ü\"");
            waiter.send("#w LOCK \"app/a+b %41 ü\" wait=1h");
            assertThat(waiter.read()).contains("QUEUED");
            Map<?, ?> lock = json("/v1/locks/app%2Fa+b%20%2541%20%C3%BC");
            assertThat(lock.get("name")).isEqualTo("app/a+b %41 ü");
            assertThat(lock.get("state")).isEqualTo("held");
            assertThat((List<?>) lock.get("holders")).hasSize(1);
            assertThat((List<?>) lock.get("waiters")).hasSize(1);
            assertThat(names(json("/v1/locks?waiting=yes"))).containsExactly("app/a+b %41 ü");
        }
        assertThat(json("/v1/locks/never%2Fheld").get("state")).isEqualTo("free");
        assertThat(get("/v1/locks/never/held").body()).contains("written as %2F");
    }

    @Test
    void aForcedReleaseNeedsTheTokenAReasonAndJson() throws Exception {
        try (LineClient holder = cluster.connect(1)) {
            String token = holder.ask("LOCK forced").option("token");
            String body = "{\"token\":" + token + ",\"reason\":\"host is \\\"gone\\\"\"}";
            assertThat(force(body, "text/plain").statusCode()).isEqualTo(415);
            assertThat(force("{\"token\":" + token + "}", "application/json").statusCode())
                    .isEqualTo(400);
            assertThat(force("{\"token\":1", "application/json").body()).contains("BAD_ARGS", "not JSON at line 1");
            assertThat(force(body.replace(token, "999999"), "application/json").body())
                    .contains("STALE_TOKEN");
            HttpResponse<String> done = force(body, "application/json");
            assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
            assertThat(holder.read()).startsWith("* LOST forced");
            assertThat(force(body, "application/json").statusCode()).isEqualTo(404);
            assertThat(get("/v1/locks/forced/history").body())
                    .contains(
                            "\"past\":[{\"n\":", "\"token\":" + token + ",", "\"ended\":\"forced\"", "\"more\":false");
            assertThat(get("/v1/locks/forced/history?at=noon").statusCode()).isEqualTo(400);
            assertThat(get("/v1/audit?limit=1000").body()).contains("host is \\\"gone\\\"");
        }
    }

    private HttpResponse<String> force(String body, String type) throws IOException, InterruptedException {
        return http.send(
                request("/v1/locks/forced/force")
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void sessionsComeInPagesAndEachIsToldWithItsLocks() throws Exception {
        try (LineClient holder = cluster.connect(1);
                LineClient waiter = cluster.connect(1)) {
            String number = holder.ask("HELLO client=\"paged one\"").option("session");
            holder.ask("LOCK session/1");
            waiter.ask("HELLO client=\"paged two\"");
            waiter.send("#w LOCK session/1 wait=1h");
            assertThat(waiter.read()).contains("QUEUED");
            Map<?, ?> first = json("/v1/sessions?prefix=paged%20&limit=1");
            assertThat(first.get("sessions").toString()).contains("label=paged one", "locks=1", "ttl_ms=10000");
            assertThat(first.get("more")).isEqualTo(true);
            Map<?, ?> second = json("/v1/sessions?prefix=paged%20&limit=1&after=" + first.get("after"));
            assertThat(second.get("sessions").toString()).contains("label=paged two", "waiting=1");
            Map<?, ?> one = json("/v1/sessions/" + number);
            assertThat(one.get("holds").toString()).contains("name=session/1");
            assertThat(one.get("state")).isEqualTo("open");
        }
        assertThat(json("/v1/sessions/99999999").get("state")).isEqualTo("ended");
        assertThat(get("/v1/sessions/none").statusCode()).isEqualTo(400);
        assertThat(get("/v1/sessions?limit=1001").statusCode()).isEqualTo(400);
    }

    private HttpResponse<InputStream> events(String query) throws IOException, InterruptedException {
        return http.send(request("/v1/events" + query).build(), BodyHandlers.ofInputStream());
    }

    @Test
    void aStreamBeginsWithWhatIsHeldAndGoesOnWithEvents() throws Exception {
        try (LineClient client = cluster.connect(1)) {
            client.ask("LOCK stream/1");
            try (InputStream in = events("?prefix=stream/&list=yes").body();
                    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("event: held");
                assertThat(lines.readLine()).startsWith("data: {\"name\":\"stream/1\",");
                assertThat(lines.readLine()).isEmpty();
                assertThat(lines.readLine()).isEqualTo("event: watching");
                assertThat(lines.readLine()).contains("\"more\":false");
                assertThat(lines.readLine()).isEmpty();
                client.ask("RELEASE stream/1");
                assertThat(lines.readLine()).isEqualTo("event: released");
                assertThat(lines.readLine())
                        .startsWith("data: {\"name\":\"stream/1\",")
                        .contains("\"token\":");
            }
        }
    }

    @Test
    void streamsBeyondTheRoomAreRefusedAndOthersAreAnswered() throws Exception {
        List<InputStream> open = new ArrayList<>();
        try {
            HttpResponse<InputStream> last = events("?prefix=none");
            while (last.statusCode() == 200 && open.size() < STREAMS) {
                open.add(last.body());
                last = events("?prefix=none");
            }
            assertThat(last.statusCode()).isEqualTo(503);
            assertThat(last.headers().firstValue("Retry-After")).isPresent();
            assertThat(get("/v1/nodes").statusCode()).isEqualTo(200);
            assertThat(get("/livez").statusCode()).isEqualTo(200);
        } finally {
            for (InputStream each : open) {
                each.close();
            }
        }
    }

    @Test
    void whoeverDoesNotAskForHtmlGetsThePageAsText() throws Exception {
        try (LineClient client = cluster.connect(1)) {
            client.ask("LOCK \"a plain text\"");
            String text = http.send(request("/").header("Accept", "*/*").build(), BodyHandlers.ofString())
                    .body();
            assertThat(text)
                    .startsWith(
                            "The only server is up, server 1 leads, and the cluster survives the loss of no server.\n")
                    .contains("Locks with waiters: 0", "a plain text", "Sessions\n  SESSION  CLIENT  LOCKS", "Audit")
                    .contains("fsync_p99_micros ");
        }
    }

    @Test
    void thePageMayRunNothingButItsOwnScripts() throws Exception {
        HttpResponse<String> page =
                http.send(request("/").header("Accept", "text/html,*/*;q=0.8").build(), BodyHandlers.ofString());
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; script-src 'self';")
                .doesNotContain("unsafe");
        assertThat(page.body()).contains("<html").doesNotContain("//", "style=", "onclick");
        assertThat(get("/page/..%2Fpage.html").statusCode()).isEqualTo(404);
    }
}
