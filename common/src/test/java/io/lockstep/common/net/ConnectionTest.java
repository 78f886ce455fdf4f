package io.lockstep.common.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One connection: lines in order, flow control, and how it ends. */
@Timeout(60)
class ConnectionTest extends LoopScenario {

    @Test
    void requestsSentAtOnceAreAnsweredInOrder() throws Exception {
        Client client = new Client();
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            requests.append("request ").append(i).append(i % 2 == 0 ? "\n" : "\r\n");
        }
        CompletableFuture<Void> sent = client.sendFromAnotherThread(requests.toString());

        for (int i = 0; i < 20_000; i++) {
            assertThat(client.read()).isEqualTo("= request " + i);
        }
        sent.get();
    }

    @Test
    void aLateReaderGetsEveryAnswer() throws Exception {
        Client client = new Client();
        String request = "x".repeat(4000) + "\n";
        CompletableFuture<Void> sent = client.sendFromAnotherThread(request.repeat(5_000));

        // Twenty megabytes do not fit into the sockets: the sender blocks until the answers are read.
        assertThat(runInLoop(() -> owner.open.get(0).isOpen())).isTrue();
        for (int i = 0; i < 5_000; i++) {
            assertThat(client.read()).hasSize(4002);
        }
        sent.get();
    }

    @Test
    void aClientOverTheBoundIsCut() throws Exception {
        Client client = new Client();
        Client other = new Client();
        client.send("!flood\n");

        assertThat(owner.events.take()).isEqualTo("flooded");
        assertThat(owner.events.take()).isEqualTo("closed");
        other.send("still here\n");
        assertThat(other.read()).isEqualTo("= still here");
    }

    @Test
    void anEndlessLineEndsTheConnection() throws Exception {
        Client client = new Client();
        client.send("first\n" + "x".repeat(200_000));

        assertThat(client.read()).isEqualTo("= first");
        assertThat(client.read()).isEqualTo("ERR LINE_TOO_LONG");
        assertThat(client.read()).isNull();
        client.socket.close();
        assertThat(owner.events.take()).isEqualTo("closed");
    }

    @Test
    void badUtf8AndNulEndTheConnection() throws Exception {
        for (byte bad : new byte[] {0, (byte) 0xFF}) {
            Client client = new Client();
            client.send(new byte[] {'a', '\n', 'b', bad, '\n', 'c', '\n'});

            assertThat(client.read()).isEqualTo("= a");
            assertThat(client.read()).isEqualTo("ERR BAD_ENCODING");
            assertThat(client.read()).isNull();
        }
    }

    @Test
    void onlyAnswersQueuedBeforeACloseArrive() throws Exception {
        Client client = new Client();
        client.send("one\n!close\ntwo\n");

        assertThat(client.read()).isEqualTo("= one");
        assertThat(client.read()).isEqualTo("= closing");
        assertThat(client.read()).isNull();
    }

    @Test
    void aCloseDoesNotWaitForTheClient() throws Exception {
        Client client = new Client();
        client.send("!close\n");

        assertThat(owner.events.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
    }

    @Test
    void aHalfClosedClientStillGetsItsAnswers() throws Exception {
        Client client = new Client();
        client.send("one\ntwo\nhalf a li");
        client.socket.shutdownOutput();

        assertThat(client.read()).isEqualTo("= one");
        assertThat(client.read()).isEqualTo("= two");
        assertThat(client.read()).isEqualTo("= ended");
        assertThat(client.read()).isNull();
        assertThat(owner.events.take()).isEqualTo("closed");
    }

    @Test
    void aResetIsReportedOnce() throws Exception {
        Client client = new Client();
        client.socket.setSoLinger(true, 0);
        client.socket.close();

        assertThat(owner.events.take()).isEqualTo("closed");
        assertThat(runInLoop(loop::connections)).isZero();
        assertThat(owner.events).isEmpty();
    }

    @Test
    void aPausedConnectionDeliversNothing() throws Exception {
        Client client = new Client();
        client.send("one\n!pause\ntwo\nthree\n");
        assertThat(client.read()).isEqualTo("= one");
        assertThat(owner.events.take()).isEqualTo("paused");
        client.send("four\n");
        Client other = new Client();
        other.send("ping\n");
        assertThat(other.read()).isEqualTo("= ping");
        assertThat(client.input.ready()).isFalse();

        loop.execute(() -> owner.open.get(0).resumeReading());

        assertThat(client.read()).isEqualTo("= two");
        assertThat(client.read()).isEqualTo("= three");
        assertThat(client.read()).isEqualTo("= four");
    }

    @Test
    void answersOfOneTurnArriveInOneRead() throws Exception {
        Client client = new Client();
        loop.execute(() -> {
            for (int i = 0; i < 100; i++) {
                owner.open.get(0).send("* PUSH " + i);
            }
        });
        byte[] buffer = new byte[64 * 1024];
        int count = client.raw.read(buffer);
        String text = new String(buffer, 0, count, StandardCharsets.UTF_8);
        assertThat(text).startsWith("* PUSH 0\r\n").endsWith("* PUSH 99\r\n");
    }

    @Test
    void connectionIsForTheLoopsThreadOnly() throws Exception {
        new Client();
        Connection connection = runInLoop(() -> owner.open.get(0));

        assertThatThrownBy(() -> connection.send("x")).isInstanceOf(IllegalStateException.class);
    }
}
