package io.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.simulation.live.LiveCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server whose client ids or whose map somebody has used up, with sessions that nobody uses. */
@Timeout(60)
final class FullServerTest {

    private static final int IDS = 50_000;
    private static final int RESERVED = 100;

    /** A connection that waits for each reply. */
    private record Client(Socket socket, BufferedReader lines) implements AutoCloseable {

        static Client at(LiveCluster cluster, int server) throws IOException {
            String address = cluster.server(server).address();
            int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            return new Client(
                    socket, new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
        }

        String ask(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            String reply = lines.readLine();
            while (reply != null && !reply.startsWith("OK") && !reply.startsWith("ERR")) {
                reply = lines.readLine();
            }
            return String.valueOf(reply);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String once(LiveCluster cluster, String line) throws IOException {
        try (Client client = Client.at(cluster, 2)) {
            return client.ask(line);
        }
    }

    /** Every turn of the loop may end some of the sessions that are in the way. */
    private static String untilThereIsRoom(LiveCluster cluster, String line) throws IOException {
        String reply = once(cluster, line);
        while (reply.startsWith("ERR LIMIT")) {
            reply = once(cluster, line);
        }
        return reply;
    }

    @Test
    void sessionsThatNobodyUsesMakeRoom() throws IOException {
        try (LiveCluster cluster = new LiveCluster("full", 3)) {
            try (Client holder = Client.at(cluster, 1)) {
                String token = holder.ask("LOCK held").replaceAll(".*token=(\\d+).*", "$1");
                cluster.leaveSessions(2, IDS - RESERVED);
                // An operator does not wait for room.
                assertThat(once(cluster, "FORCE held token=" + token + " reason=full"))
                        .startsWith("OK FORCE");
                assertThat(untilThereIsRoom(cluster, "HELLO ttl=1h")).startsWith("OK HELLO");
                assertThat(once(cluster, "LOCK free")).startsWith("OK LOCK");
                assertThat(once(cluster, "HELLO operator=yes")).startsWith("OK HELLO");
            }
        }
    }

    @Test
    void aSessionThatHoldsALockStays() throws IOException {
        try (LiveCluster cluster = new LiveCluster("full", 3)) {
            String key;
            try (Client holder = Client.at(cluster, 2)) {
                String hello = holder.ask("HELLO ttl=1h");
                key = hello.replaceAll(".*(session=\\d+ key=\\w+).*", "$1");
                assertThat(holder.ask("LOCK held")).startsWith("OK LOCK");
            }
            cluster.leaveSessions(2, IDS - RESERVED - 1);
            assertThat(untilThereIsRoom(cluster, "HELLO ttl=1h")).startsWith("OK HELLO");
            assertThat(once(cluster, "HELLO " + key)).startsWith("OK HELLO");
        }
    }

    @Test
    void aFullMapMakesRoomToo() throws IOException {
        try (LiveCluster cluster = new LiveCluster("full", 3)) {
            assertThat(once(cluster, "SET map_bytes=1m reason=test")).startsWith("OK SET map_bytes=1048576");
            cluster.leaveSessions(2, 3_000);
            assertThat(untilThereIsRoom(cluster, "LOCK free")).startsWith("OK LOCK");
        }
    }
}
