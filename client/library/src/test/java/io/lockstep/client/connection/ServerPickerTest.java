package io.lockstep.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.net.Dialler;
import io.lockstep.common.net.HostLookup;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.net.Sockets;
import io.lockstep.common.protocol.ServerLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ServerPickerTest {

    @Test
    void theReasonOfAWholeRoundOutlivesARoundThatTheDeadlineCutShort() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
            port = free.getLocalPort();
        }
        ServerPicker picker = new ServerPicker(
                List.of(HostPort.parseServer("127.0.0.1:" + port)),
                Sockets.PLAIN,
                TokenSource.NONE,
                new NoEvents(),
                new DaemonThreads());
        assertThat(picker.dial(Deadline.in(Duration.ofMinutes(1)))).isNull();
        assertThat(picker.whyNot()).endsWith("connection refused");

        try (ServerSocket silent = new ServerSocket(port, 1, loopback)) {
            assertThat(silent.isBound()).isTrue();
            assertThat(picker.dial(Deadline.in(Duration.ofMillis(50)))).isNull();
        }
        assertThat(picker.whyNot()).endsWith("connection refused");
    }

    @Test
    void aNameWithTwoAddressesIsReachedAtTheOneThatAnswers() throws Exception {
        try (ServerSocket server = greetingServer()) {
            // Nobody listens at the first address. The second is that of the server.
            HostLookup lookup = new HostLookup(
                    host -> new InetAddress[] {InetAddress.getByName("127.0.0.2"), InetAddress.getLoopbackAddress()});
            HostPort named = new HostPort("two.test", server.getLocalPort());
            ServerPicker picker = new ServerPicker(
                    List.of(named),
                    Sockets.PLAIN,
                    TokenSource.NONE,
                    new NoEvents(),
                    new DaemonThreads(),
                    new Dialler(lookup));
            try (ServerConnection connection = picker.dial(Deadline.in(Duration.ofSeconds(5)))) {
                assertThat(connection.address()).isEqualTo(named);
            }
        }
    }

    @Test
    void aNameThatNobodyResolvesLeavesTimeForTheNextServer() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        HostLookup lookup = new HostLookup(host -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new UnknownHostException(host);
            }
            throw new UnknownHostException(host);
        });
        try (ServerSocket server = greetingServer()) {
            HostPort good = new HostPort("127.0.0.1", server.getLocalPort());
            ServerPicker picker = new ServerPicker(
                    List.of(new HostPort("nowhere.test", 9000), good),
                    Sockets.PLAIN,
                    TokenSource.NONE,
                    new NoEvents(),
                    new DaemonThreads(),
                    new Dialler(lookup));
            try (ServerConnection connection = picker.dial(Deadline.in(Duration.ofSeconds(2)))) {
                assertThat(connection.address()).isEqualTo(good);
            }
        }
        end.countDown();
    }

    /** Greets each client on a thread of its own. */
    private static ServerSocket greetingServer() throws IOException {
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    server.accept()
                            .getOutputStream()
                            .write("* LOCKSTEP 1 cluster=c server=1 role=leader\r\n".getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException closed) {
                // The test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    private static final class NoEvents implements ConnectionListener {
        @Override
        public void pushed(ServerConnection from, ServerLine push) {}

        @Override
        public void broken(ServerConnection connection, String why) {}
    }
}
