package io.lockstep.endtoend.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.SharedCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A program that keeps no connection takes, extends and releases locks at any server. */
class LockOverHttpTest {

    @SharedCluster
    static RealCluster cluster;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aGrantIsTakenAtOneServerExtendedAtAnotherAndReleasedAtTheThird() throws Exception {
        HttpResponse<String> taken =
                ask(1, "POST", "/v1/locks/job%20A", "{\"lease\":\"1h\",\"label\":\"nightly@db1\"}");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        assertThat(taken.body()).contains("\"name\":\"job A\"", "\"lease_ms\":3600000");
        String key = field(taken.body(), "key");
        String token = field(taken.body(), "token");

        HttpResponse<String> refused = ask(2, "POST", "/v1/locks/job%20A", "{\"lease\":\"10s\"}");
        assertThat(refused.statusCode()).isEqualTo(423);
        assertThat(refused.body()).contains("\"error\":\"HELD\"", "\"label\":\"nightly@db1\"", token);

        String owned = "{\"key\":\"" + key + "\",\"token\":" + token;
        HttpResponse<String> extended = ask(2, "PUT", "/v1/locks/job%20A", owned + ",\"lease\":\"2h\"}");
        assertThat(extended.statusCode()).as(extended.body()).isEqualTo(200);
        assertThat(extended.body()).contains("\"lease_ms\":7200000");
        assertThat(ask(3, "DELETE", "/v1/locks/job%20A", "{\"key\":\"wrong\"}").statusCode())
                .isEqualTo(409);
        HttpResponse<String> released = ask(3, "DELETE", "/v1/locks/job%20A", owned + ",\"hold\":\"0s\"}");
        assertThat(released.statusCode()).as(released.body()).isEqualTo(200);
        assertThat(state("\"job A\"")).isEqualTo("free");
    }

    @Test
    void theSameKeyGetsTheSameGrantAtAnyServer() throws Exception {
        String body = "{\"lease\":\"1h\",\"key\":\"mine\"}";
        String token = field(ask(1, "POST", "/v1/locks/again", body).body(), "token");
        assertThat(field(ask(3, "POST", "/v1/locks/again", body).body(), "token"))
                .isEqualTo(token);
    }

    @Test
    void aLongPollIsAnsweredWhenTheLockIsFree() throws Exception {
        try (LineClient holder = cluster.connect(2)) {
            assertThat(holder.ask("LOCK polled").ok()).isTrue();
            CompletableFuture<HttpResponse<String>> waiting = http.sendAsync(
                    request(3, "POST", "/v1/locks/polled", "{\"lease\":\"1h\",\"wait\":\"60s\",\"label\":\"poller\"}"),
                    HttpResponse.BodyHandlers.ofString());
            RealCluster.await("it waits", () -> {
                try (LineClient asker = cluster.connect(1)) {
                    return asker.ask("WHO polled").line().contains("waiting=1");
                }
            });
            assertThat(holder.ask("RELEASE polled").ok()).isTrue();
            assertThat(waiting.get().statusCode()).isEqualTo(200);
            assertThat(state("polled")).isEqualTo("held");
        }
    }

    @Test
    void aWaitThatIsOverAndOneThatIsTooLongAreToldApart() throws Exception {
        try (LineClient holder = cluster.connect(2)) {
            assertThat(holder.ask("LOCK busy").ok()).isTrue();
            assertThat(ask(1, "POST", "/v1/locks/busy", "{\"lease\":\"1h\",\"wait\":\"100ms\"}")
                            .statusCode())
                    .isEqualTo(408);
            HttpResponse<String> tooLong = ask(1, "POST", "/v1/locks/busy", "{\"lease\":\"1h\",\"wait\":\"2m\"}");
            assertThat(tooLong.statusCode()).isEqualTo(400);
            assertThat(tooLong.body()).contains("wait is at most 1m over HTTP");
        }
    }

    @Test
    void aBodyWithAFlawChangesNothingAndSaysWhatIsWrong() throws Exception {
        assertThat(ask(1, "POST", "/v1/locks/flawed", "{\"lese\":\"1h\"}").body())
                .contains("BAD_ARGS", "no field lese");
        assertThat(ask(1, "POST", "/v1/locks/flawed", "{}").body()).contains("say how long");
        assertThat(ask(1, "POST", "/v1/locks/flawed", "{\"lease\":\"long\"}").statusCode())
                .isEqualTo(400);
        assertThat(ask(1, "PUT", "/v1/locks/flawed", "{\"lease\":\"1h\"}").body())
                .contains("give the key");
        assertThat(ask(1, "POST", "/v1/locks/", "{\"lease\":\"1h\"}").statusCode())
                .isEqualTo(400);
        assertThat(state("flawed")).isEqualTo("free");
    }

    @Test
    void terraformLocksAndUnlocksAsItsHttpBackendDoes() throws Exception {
        String mine = "{\"ID\":\"1c9a\",\"Operation\":\"OperationTypeApply\",\"Info\":\"\",\"Who\":\"anna@ci\","
                + "\"Version\":\"1.9.0\",\"Created\":\"2026-01-01T00:00:00Z\",\"Path\":\"\"}";
        String path = "/v1/terraform/prod%2Fnetwork";
        assertThat(ask(1, "LOCK", path, mine).statusCode()).isEqualTo(200);
        HttpResponse<String> other = ask(2, "LOCK", path, mine.replace("1c9a", "77aa"));
        assertThat(other.statusCode()).isEqualTo(423);
        assertThat(other.body())
                .contains("\"Who\":\"anna@ci OperationTypeApply at ", "\"ID\":\"token ", "\"Path\":\"prod/network\"")
                .doesNotContain("1c9a");
        assertThat(ask(2, "UNLOCK", path, mine.replace("1c9a", "77aa")).statusCode())
                .isEqualTo(409);
        assertThat(ask(2, "UNLOCK", path, "").statusCode()).isEqualTo(400);
        assertThat(ask(3, "UNLOCK", path, mine).statusCode()).isEqualTo(200);
        assertThat(ask(3, "UNLOCK", path, mine).statusCode()).isEqualTo(200);
        assertThat(state("prod/network")).isEqualTo("free");
    }

    @Test
    void theCommandsOfThePagesWorkOneAfterTheOther() throws Exception {
        Assumptions.assumeTrue(sh("command -v curl").exitCode() == 0, "there is no curl on this machine");
        String key = "";
        for (String command : commands("docs/HTTP.md")) {
            ClientProgram.Result done = sh(command.replace("KEY", key));
            assertThat(done.exitCode()).as(done.text()).isZero();
            assertThat(done.text()).contains("\"name\":\"nightly\"");
            key = key.isEmpty() ? field(done.text(), "key") : key;
        }
        assertThat(state("nightly")).isEqualTo("free");
        assertThat(sh(commands("README.md").get(0)).text()).contains("\"lease_ms\":30000");
    }

    private static ClientProgram.Result sh(String command) throws InterruptedException {
        return ClientProgram.run(List.of("sh", "-c", command), Map.of(), "");
    }

    /** The lines of a page that call curl, with the ports of this cluster. A refusal makes curl fail. */
    private static List<String> commands(String page) throws IOException {
        List<String> commands = new ArrayList<>();
        for (String line : Files.readAllLines(Jars.PROJECT.resolve(page))) {
            if (line.startsWith("curl -X")) {
                String here = line;
                for (int server = 1; server <= cluster.size(); server++) {
                    here = here.replace(":" + (9199 + server), ":" + cluster.httpPort(server));
                }
                commands.add(here.replaceFirst("curl", "curl -sf"));
            }
        }
        assertThat(commands).as(page).isNotEmpty();
        return commands;
    }

    private static String state(String name) throws IOException {
        try (LineClient asker = cluster.connect(1)) {
            return asker.ask("STATUS " + name + " read=sync").option("state");
        }
    }

    private HttpResponse<String> ask(int server, String method, String path, String body) throws Exception {
        return http.send(request(server, method, path, body), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest request(int server, String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + cluster.httpPort(server) + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String field(String body, String key) {
        String from = body.substring(body.indexOf("\"" + key + "\":") + key.length() + 3);
        return from.substring(0, from.indexOf(from.contains(",") ? ',' : '}')).replace("\"", "");
    }
}
