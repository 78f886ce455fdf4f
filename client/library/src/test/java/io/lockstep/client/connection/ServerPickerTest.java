package io.lockstep.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ServerLine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerPickerTest {

    @Test
    void theReasonOfAWholeRoundOutlivesARoundThatTheDeadlineCutShort() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, loopback)) {
            port = free.getLocalPort();
        }
        ServerPicker picker = new ServerPicker(List.of(HostPort.parseServer("127.0.0.1:" + port)), new NoEvents());
        assertThat(picker.dial(Deadline.in(Duration.ofMinutes(1)))).isNull();
        assertThat(picker.whyNot()).endsWith("connection refused");

        try (ServerSocket silent = new ServerSocket(port, 1, loopback)) {
            assertThat(silent.isBound()).isTrue();
            assertThat(picker.dial(Deadline.in(Duration.ofMillis(50)))).isNull();
        }
        assertThat(picker.whyNot()).endsWith("connection refused");
    }

    private static final class NoEvents implements ConnectionListener {
        @Override
        public void pushed(ServerConnection from, ServerLine push) {}

        @Override
        public void broken(ServerConnection connection, String why) {}
    }
}
