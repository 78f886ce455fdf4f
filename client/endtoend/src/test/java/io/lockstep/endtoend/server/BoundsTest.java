package io.lockstep.endtoend.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Strangers make grow what they can, at servers with a heap of 64 MB. The servers live, and serve another client
 * meanwhile. The test that fills the map comes last, and starts the servers again.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BoundsTest {

    private static final int CROWD = 150;
    private static final int LOCKS_OF_ONE_CLIENT = 16_384;

    private static final int NAMES_PER_REQUEST = 16;
    private static final int REQUESTS_IN_FLIGHT = 64;

    private static RealCluster cluster;
    private static LineClient neighbour;

    private final List<Socket> crowd = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        cluster = RealCluster.start(3, "--locks-per-client", "0");
        neighbour = cluster.connect(1);
    }

    @AfterAll
    static void stop() throws IOException {
        neighbour.close();
        cluster.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Strangers who send this and read nothing. The server may cut them off while they send. */
    private void crowd(int size, String sent) throws IOException {
        for (int i = 0; i < size; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), cluster.port(1));
            crowd.add(socket);
            try {
                socket.getOutputStream().write(bytes(sent));
            } catch (SocketException cutOff) {
                socket.close();
            }
            if (i % 10 == 0) {
                requireService();
            }
        }
        requireService();
        for (Socket socket : crowd) {
            socket.close();
        }
        requireService();
    }

    private static void requireService() throws IOException {
        assertThat(neighbour.ask("LOCK neighbour").line()).startsWith("OK LOCK");
        assertThat(neighbour.ask("RELEASE neighbour").line()).startsWith("OK RELEASE");
    }

    private static void requireAllAlive() {
        for (int number = 1; number <= 3; number++) {
            assertThat(cluster.process(number).isAlive()).isTrue();
            assertThat(cluster.process(number).text()).doesNotContain("ERROR");
        }
    }

    @Test
    @Order(1)
    void answersThatNobodyReads() throws IOException {
        String longName = "n".repeat(240);
        for (int at = 0; at < 10; at++) {
            StringBuilder names = new StringBuilder("LOCK");
            for (int name = 0; name < NAMES_PER_REQUEST; name++) {
                names.append(' ').append(longName).append(NAMES_PER_REQUEST * at + name);
            }
            assertThat(neighbour.ask(names.toString()).ok()).isTrue();
        }
        crowd(CROWD, "LIST limit=1000\n".repeat(200));
        requireAllAlive();
    }

    @Test
    @Order(2)
    void linesWithoutAnEnd() throws IOException {
        crowd(4 * CROWD, "x".repeat(4_000));
        requireAllAlive();
    }

    @Test
    @Order(3)
    void watches() throws IOException {
        crowd(CROWD, "WATCH prefix=" + "w".repeat(200) + "\n" + "WATCH\n".repeat(63));
        requireAllAlive();
    }

    @Test
    @Order(4)
    void requestsThatArePutOff() throws IOException {
        String request = "#%d STATUS " + "s".repeat(250) + " index=9000000000000000000\n";
        StringBuilder requests = new StringBuilder();
        for (int tag = 0; tag < 120; tag++) {
            requests.append(String.format(request, tag));
        }
        crowd(2 * CROWD, requests.toString());
        requireAllAlive();
    }

    @Test
    @Order(5)
    void silentConnections() throws IOException {
        crowd(4 * CROWD, "");
        requireAllAlive();
    }

    @Test
    @Order(6)
    void locksWithoutEnd() throws Exception {
        long most = Long.parseLong(neighbour.ask("INFO").fact("map_bytes_max"));
        assertThat(most).isBetween(12L << 20, 16L << 20);
        String refusal = "";
        for (int from = 0; !refusal.contains(most + " bytes of the lock map"); from += LOCKS_OF_ONE_CLIENT) {
            try (LineClient stranger = cluster.connect(2)) {
                assertThat(stranger.ask("HELLO ttl=1h").ok()).isTrue();
                refusal = fill(stranger, from);
                assertThat(refusal).startsWith("ERR LIMIT ");
            }
        }
        LineClient.Answer info = neighbour.ask("INFO");
        assertThat(Long.parseLong(info.fact("map_bytes"))).isBetween(most - 10_000, most);
        long locks = Long.parseLong(info.fact("locks"));
        assertThat(locks).isGreaterThan(50_000);
        assertThat(neighbour.ask("PING").line()).startsWith("OK PONG");
        requireAllAlive();

        cluster.killAll();
        for (int number = 1; number <= 3; number++) {
            cluster.launch(number);
        }
        cluster.awaitVoters(3);
        try (LineClient operator = cluster.connect(3)) {
            assertThat(operator.ask("INFO").fact("locks")).isEqualTo(Long.toString(locks));
            String token = operator.ask("STATUS lock-5").option("token");
            assertThat(operator.ask("FORCE lock-5 token=" + token + " reason=full")
                            .line())
                    .startsWith("OK FORCE");
        }
        requireAllAlive();
    }

    /** Takes locks until one is refused; returns the refusal. */
    private static String fill(LineClient stranger, int from) throws IOException {
        int sent = 0;
        int answered = 0;
        while (true) {
            if (sent - answered < REQUESTS_IN_FLIGHT) {
                StringBuilder request = new StringBuilder("LOCK");
                for (int name = 0; name < NAMES_PER_REQUEST; name++) {
                    request.append(" lock-").append(from + NAMES_PER_REQUEST * sent + name);
                }
                stranger.send(request.toString());
                sent++;
            } else {
                String line = stranger.answer().line();
                answered++;
                if (!line.startsWith("OK")) {
                    return line;
                }
            }
        }
    }
}
