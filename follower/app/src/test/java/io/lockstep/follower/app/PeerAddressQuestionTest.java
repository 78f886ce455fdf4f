package io.lockstep.follower.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.net.HostPort;
import io.lockstep.common.net.Sockets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** A server that joins asks for a peer address as a client does. The test is the server that is asked. */
class PeerAddressQuestionTest {

    private static PeerAddressQuestion.Answer asked(String answer) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HostPort contact = new HostPort("127.0.0.1", listening.getLocalPort());
            Callable<PeerAddressQuestion.Answer> question = () -> PeerAddressQuestion.ask(contact, Sockets.PLAIN);
            FutureTask<PeerAddressQuestion.Answer> task = new FutureTask<>(question);
            new Thread(task, "the server that joins").start();
            try (Socket socket = listening.accept()) {
                socket.getOutputStream().write(answer.getBytes(UTF_8));
                return task.get();
            }
        }
    }

    @Test
    void isThatInTheListOfServers() throws Exception {
        assertThat(asked("* HELLO server=1\r\n- server=1 peer=10.0.0.1:7000\r\nOK NODES\r\n"))
                .isEqualTo(new PeerAddressQuestion.Answer(Optional.of("10.0.0.1:7000"), false));
    }

    @Test
    void isThatInTheGreetingIfTheServerAnswersUsersOnly() throws Exception {
        assertThat(asked("* LOCKSTEP 1 auth=required peer=10.0.0.1:7000 maxline=4096\r\n"))
                .isEqualTo(new PeerAddressQuestion.Answer(Optional.of("10.0.0.1:7000"), true));
    }

    @Test
    void isNotGuessedAfterAnotherError() {
        assertThatThrownBy(() -> asked("* HELLO server=1\r\nERR LIMIT msg=\"too many\"\r\n"))
                .hasRootCauseInstanceOf(IOException.class)
                .hasMessageContaining("too many");
    }
}
