package io.lockstep.follower.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.command.Command;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.access.Tokens;
import io.lockstep.follower.http.HttpRoute.Admission;
import io.lockstep.follower.http.HttpRoute.Lane;
import io.lockstep.follower.http.LoopConversation.Answer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A handler asks the loop as the client that sent the request. */
class LoopConversationTest {

    private final AtomicReference<Answer> answered = new AtomicReference<>();
    private volatile Verb verb = Verb.INFO;
    private volatile String argument = "";
    private ServedHttp server;

    @BeforeEach
    void open() throws Exception {
        server = new ServedHttp(new HttpRoute("GET", "/ask", Admission.USER, Lane.WORK, request -> {
                    LoopConversation conversation = request.conversation();
                    answered.set(conversation.ask(verb, line -> argument.isEmpty() ? line : line.value(argument)));
                    return HttpReply.text(200, request.clientAddress());
                }))
                .start();
        server.lead();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @Test
    void rowsComeWithTheirReply() throws Exception {
        assertThat(server.get("/ask")).startsWith("HTTP/1.1 200 ");
        Answer info = answered.get();
        assertThat(info.isOk()).isTrue();
        assertThat(info.rows().stream().map(row -> row.option("server"))).contains("1");
        assertThat(info.rows().stream().map(row -> row.option("connections"))).contains("1");
    }

    @Test
    void aConversationIsOverWithItsRequest() throws Exception {
        server.get("/ask");
        server.get("/ask");
        assertThat(answered.get().rows().stream().map(row -> row.option("connections")))
                .contains("1");
    }

    @Test
    void aRefusalIsThatOfTheProtocol() throws Exception {
        verb = Verb.STATUS;
        server.get("/ask");
        assertThat(answered.get().isOk()).isFalse();
        assertThat(answered.get().reply().errorCode()).contains(ErrorCode.BAD_ARGS);
    }

    @Test
    void aNameCannotAddARequestOfItsOwn() throws Exception {
        verb = Verb.STATUS;
        argument = "a\r\nQUIT\n#2 INFO \"";
        server.get("/ask");
        assertThat(answered.get().reply().word()).isIn("STATUS", "BAD_ARGS");
        argument = "x".repeat(5_000);
        server.get("/ask");
        assertThat(answered.get().reply().errorCode()).contains(ErrorCode.LINE_TOO_LONG);
    }

    @Test
    void whereThereAreUsersOneMustBeAUser() throws Exception {
        server.apply(new Command.ChangeAccess(
                new AccessChange.FirstAdmin("admin", Tokens.hash("secret")), "server 1", "127.0.0.1:9001"));
        assertThat(server.get("/ask"))
                .startsWith("HTTP/1.1 401 ")
                .containsIgnoringCase("WWW-Authenticate: Bearer")
                .contains("AUTH_REQUIRED");
        assertThat(server.get("/livez")).startsWith("HTTP/1.1 200 ");
        assertThat(answered.get()).isNull();

        verb = Verb.USER;
        argument = "LIST";
        assertThat(server.get("/ask", "Authorization: Bearer secret")).startsWith("HTTP/1.1 200 ");
        assertThat(answered.get().rows().stream().map(row -> row.option("user")))
                .contains("admin");
    }

    @Test
    void aWrongTokenWaitsForItsAnswerAsOnThePortForClients() throws Exception {
        server.apply(new Command.ChangeAccess(
                new AccessChange.FirstAdmin("admin", Tokens.hash("secret")), "server 1", "127.0.0.1:9001"));
        CompletableFuture<String> reply = CompletableFuture.supplyAsync(() -> {
            try {
                return server.get("/ask", "Authorization: Bearer wrong");
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        // The server's clock stands still, and so does the answer.
        server.run(() -> {});
        assertThat(server.get("/ask", "Authorization: Bearer secret")).startsWith("HTTP/1.1 200 ");
        assertThat(reply).isNotDone();
        while (!reply.isDone()) {
            server.clock.pass(100);
            server.run(() -> {});
        }
        assertThat(reply.get(1, TimeUnit.SECONDS)).startsWith("HTTP/1.1 401 ").contains("AUTH_FAILED");
        assertThat(answered.get()).isNotNull();
    }

    @Test
    void aLoopThatStandsStillIsNotAsked() throws Exception {
        Runnable goOn = server.standStill();
        server.clock.pass(6_000);
        assertThat(server.get("/ask")).startsWith("HTTP/1.1 503 ").contains("the loop of this server does not turn");
        goOn.run();
    }
}
