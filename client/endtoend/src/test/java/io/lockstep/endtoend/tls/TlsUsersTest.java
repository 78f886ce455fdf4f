package io.lockstep.endtoend.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.client.api.LockClient;
import io.lockstep.common.protocol.Verb;
import io.lockstep.common.tls.TlsFiles;
import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server with TLS and users: a client's certificate names its user, and others learn nothing. */
class TlsUsersTest {

    private static final int DENIED = 77;
    private static final String HELD = "a/held";
    private static final String FREE = "a/free";

    /** What a client can ask that is no user, and what it is about. */
    private static final Set<Verb> FOR_STRANGERS = EnumSet.of(Verb.AUTH, Verb.PING, Verb.PONG, Verb.QUIT);

    /** One request of each other verb; NAME stands for the name of a lock. */
    private static final Map<Verb, String> REQUESTS = new EnumMap<>(Map.ofEntries(
            Map.entry(Verb.HELLO, "HELLO operator=yes"),
            Map.entry(Verb.LOCK, "LOCK NAME"),
            Map.entry(Verb.EXTEND, "EXTEND NAME key=k lease=1s"),
            Map.entry(Verb.RELEASE, "RELEASE NAME"),
            Map.entry(Verb.CANCEL, "CANCEL req=1"),
            Map.entry(Verb.STATUS, "STATUS NAME"),
            Map.entry(Verb.WHO, "WHO NAME"),
            Map.entry(Verb.HISTORY, "HISTORY NAME"),
            Map.entry(Verb.LIST, "LIST prefix=NAME"),
            Map.entry(Verb.SESSIONS, "SESSIONS"),
            Map.entry(Verb.WATCH, "WATCH NAME list=yes"),
            Map.entry(Verb.UNWATCH, "UNWATCH 1"),
            Map.entry(Verb.FORCE, "FORCE NAME token=1 reason=x"),
            Map.entry(Verb.REMOVE, "REMOVE 1 reason=x"),
            Map.entry(Verb.USER, "USER ADD me admin=yes"),
            Map.entry(Verb.ALLOW, "ALLOW admin read"),
            Map.entry(Verb.DENY, "DENY admin read"),
            Map.entry(Verb.TRANSFER, "TRANSFER"),
            Map.entry(Verb.SET, "SET map_bytes=1m reason=x"),
            Map.entry(Verb.AUDIT, "AUDIT"),
            Map.entry(Verb.BACKUP, "BACKUP"),
            Map.entry(Verb.LOGLEVEL, "LOGLEVEL all debug"),
            Map.entry(Verb.WHOAMI, "WHOAMI"),
            Map.entry(Verb.INFO, "INFO"),
            Map.entry(Verb.NODES, "NODES"),
            Map.entry(Verb.HELP, "HELP")));

    /** What every user may ask. */
    private static final Set<Verb> FOR_USERS =
            EnumSet.of(Verb.CANCEL, Verb.UNWATCH, Verb.WHOAMI, Verb.INFO, Verb.NODES, Verb.HELP);

    @TempDir
    private static Path directory;

    private static TlsUsersServer server;

    @BeforeAll
    static void start() throws InterruptedException {
        server = new TlsUsersServer(directory, "anna", "carl", "nobody");
        server.admin("user", "add", "anna");
        server.admin("user", "subject", "anna", "CN=anna");
        server.admin("allow", "anna", "lock", "a/");
        server.admin("user", "add", "carl");
        server.admin("user", "subject", "carl", "CN=carl");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aCertificateNamesAUser() throws Exception {
        assertThat(server.client("nobody", "whoami").exitCode()).isEqualTo(DENIED);
        ClientProgram.Result ran = server.client("anna", "run", "a/1", "--", "echo", "ran");
        assertThat(ran.text()).contains("ran");
        assertThat(server.client("anna", "run", "b/1", "--", "echo", "ran").exitCode())
                .isEqualTo(DENIED);
        try (LockClient library = LockClient.connect(server.settings("anna"))) {
            assertThat(library.acquire("a/2").isValid()).isTrue();
        }
        assertThat(server.client("", "nodes").exitCode()).isEqualTo(DENIED);
    }

    @Test
    void aStrangerLearnsNothing() throws Exception {
        try (LineClient anna = server.connect("anna");
                LineClient withoutCertificate = server.connect("");
                LineClient withoutUser = server.connect("nobody")) {
            assertThat(anna.ask("LOCK " + HELD + " wait=10s").ok()).isTrue();
            for (LineClient stranger : List.of(withoutCertificate, withoutUser)) {
                assertThat(stranger.greeting())
                        .isEqualTo("* LOCKSTEP 1 auth=required peer=127.0.0.1:" + server.peerPort() + " maxline=4096");
                Map<Verb, String> answers = answers(stranger, HELD);
                assertThat(answers).isEqualTo(answers(stranger, FREE));
                assertThat(answers.values())
                        .hasSameSizeAs(REQUESTS.values())
                        .allMatch(
                                answer -> answer.equals(
                                        "ERR AUTH_REQUIRED msg=\"this cluster has users: say who you are with AUTH token=...\""));
            }
        }
    }

    @Test
    void whatAUserMayNotAskIsDeniedAndInTheAudit() throws Exception {
        try (LineClient anna = server.connect("anna");
                LineClient carl = server.connect("carl")) {
            assertThat(anna.ask("LOCK " + HELD + " wait=10s").ok()).isTrue();
            Map<Verb, String> answers = answers(carl, HELD);
            assertThat(answers).containsAllEntriesOf(denied());
            assertThat(answers(carl, FREE)).containsAllEntriesOf(denied());
        }
        for (Verb verb : List.of(Verb.LOCK, Verb.STATUS, Verb.USER)) {
            Pattern record = Pattern.compile("  refused " + verb + ", .*  carl ");
            RealCluster.await(
                    "the record", () -> record.matcher(server.admin("audit")).find());
        }
    }

    @Test
    void overHttpAStrangerLearnsOnlyThatTheServerIsWell() throws Exception {
        assertThat(server.get("/readyz", "", "").body()).isEqualTo("ok\n");
        for (String path : List.of("/metrics", "/status")) {
            HttpResponse<String> refused = server.get(path, "", "nobody");
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("AUTH_").doesNotContain("lockstep_");
            assertThat(server.get(path, "wrong", "").statusCode()).isEqualTo(401);
            assertThat(server.get(path, "", "carl").statusCode()).isEqualTo(200);
        }
        assertThat(server.get("/metrics", server.adminToken(), "").body())
                .contains("lockstep_tls_certificate_expiry_timestamp_seconds{use=\"server\"} ")
                .contains("lockstep_auth_failures_total{reason=\"token\"} ");
        RealCluster.await("the record", () -> server.admin("audit").contains("  refused AUTH, times: "));
    }

    private static Map<Verb, String> denied() {
        return REQUESTS.keySet().stream()
                .filter(verb -> !FOR_USERS.contains(verb))
                .collect(
                        Collectors.toMap(
                                verb -> verb,
                                verb ->
                                        "ERR DENIED msg=\"no rule of user carl allows this; ask an administrator for the right\""));
    }

    private static Map<Verb, String> answers(LineClient client, String name) throws IOException {
        assertThat(REQUESTS.keySet()).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(FOR_STRANGERS)));
        Map<Verb, String> answers = new EnumMap<>(Verb.class);
        for (Map.Entry<Verb, String> request : REQUESTS.entrySet()) {
            LineClient.Answer answer = client.ask(request.getValue().replace("NAME", name));
            if (!answer.ok()) {
                assertThat(answer.rows()).isEmpty();
            }
            answers.put(request.getKey(), answer.line());
        }
        return answers;
    }

    @Test
    void aCertificateOfAnotherCaIsRefused() throws Exception {
        Path foreign = directory.resolve("foreign");
        TlsCluster.certs(foreign, "--client", "anna");
        // This client trusts both, so it is the server that does not.
        String authorities =
                Files.readString(Path.of(server.file("ca.pem"))) + Files.readString(foreign.resolve("ca.pem"));
        TlsFiles files = new TlsFiles(
                foreign.resolve("anna.pem"),
                foreign.resolve("anna-key.pem"),
                Files.writeString(foreign.resolve("both.pem"), authorities));
        assertThatThrownBy(() -> server.connect(files).close()).isInstanceOf(IOException.class);
    }

    @Test
    void aCertificateWithoutAUserIsNamed() throws Exception {
        assertThat(server.client("nobody", "nodes").text())
                .contains("no user has the certificate CN=nobody; an administrator gives it to one");
    }
}
