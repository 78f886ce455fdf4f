package io.lockstep.common.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server process with few descriptors gets more clients than that. */
@Timeout(60)
class OutOfDescriptorsTest {

    private static final int DESCRIPTORS = 100;

    private final List<Socket> sockets = new ArrayList<>();
    private final Process server = start();
    private BufferedReader output;
    private int port;

    private static Process start() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                "-c",
                "ulimit -n " + DESCRIPTORS + " && exec \"$0\" -Xmx64m -cp \"$1\" " + EchoServer.class.getName(),
                java,
                System.getProperty("java.class.path"));
        try {
            return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException noShell) {
            throw new IllegalStateException(noShell);
        }
    }

    @BeforeEach
    void readPort() throws IOException {
        assumeThat(Files.exists(Path.of("/proc/self/stat"))).isTrue();
        output = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        port = Integer.parseInt(output.readLine());
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.destroyForcibly().waitFor();
    }

    @Test
    void clientsBeyondTheDescriptorsAreRefused() throws Exception {
        // With directories on the class path the server could not load further classes once it is out of descriptors.
        assertThat(connect()).isEqualTo("* HI");
        assertThat(echo(sockets.get(0))).isEqualTo("still here");
        int served = 1;
        String greeting = connect();
        while (greeting.equals("* HI")) {
            served++;
            assertThat(served).isLessThan(DESCRIPTORS);
            greeting = connect();
        }
        assertThat(greeting).isEqualTo("* BYE reason=connections");
        assertThat(output.readLine()).startsWith("acceptFailed");

        // One more client stays in the backlog; a loop that spins on it would use all of this second.
        for (int i = 0; i < 20; i++) {
            sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
        Duration before = server.info().totalCpuDuration().orElseThrow();
        assertThat(echo(sockets.get(0))).isEqualTo("still here");
        assertThat(server.waitFor(1, TimeUnit.SECONDS)).isFalse();
        assertThat(server.info().totalCpuDuration().orElseThrow().minus(before)).isLessThan(Duration.ofMillis(500));

        for (Socket socket : List.copyOf(sockets.subList(1, sockets.size()))) {
            socket.close();
        }
        String again = connect();
        while (!again.equals("* HI")) {
            again = connect();
        }
    }

    private String connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        return readLine(socket);
    }

    private static String echo(Socket socket) throws IOException {
        socket.getOutputStream().write("still here\n".getBytes(StandardCharsets.UTF_8));
        return readLine(socket);
    }

    private static String readLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = socket.getInputStream().read();
                b >= 0 && b != '\n';
                b = socket.getInputStream().read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }
}
