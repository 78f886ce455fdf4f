package io.lockstep.follower.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.tls.TestAuthority;
import io.lockstep.common.tls.TlsFiles;
import io.lockstep.common.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TLS on the event loop, with clients of the JDK. */
@Timeout(120)
class TlsTransportTest {

    @TempDir
    Path directory;

    private final ExecutorService handshakes = Executors.newSingleThreadExecutor();
    private final List<Socket> sockets = new ArrayList<>();
    private TestAuthority authority;
    private TlsIdentity anybody;
    private TlsLoop server;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority(directory, "trial");
        anybody = TlsIdentity.read(new TlsFiles(null, null, authority.file()));
        TlsIdentity identity = TlsIdentity.read(authority.server("server-1"));
        server = new TlsLoop(new TlsTransports(() -> identity, handshakes));
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
        handshakes.shutdownNow();
    }

    @Test
    void aClientIsGreetedAndAnswered() throws Exception {
        TlsClient client = client(anybody);
        assertThat(client.read()).isEqualTo("* HI");
        assertThat(client.ask("hello")).isEqualTo("hello");
        assertThat(client.ask("subject")).isEqualTo("none");
        assertThat(client.socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }

    @Test
    void theSubjectOfTheClientsCertificateIsKnown() throws Exception {
        TlsClient client = client(TlsIdentity.read(authority.client("anna")));
        assertThat(client.read()).isEqualTo("* HI");
        assertThat(client.ask("subject")).isEqualTo("CN=anna");
    }

    @Test
    void manyLinesInBothDirectionsArriveInOrder() throws Exception {
        TlsClient client = client(anybody);
        client.read();
        int count = 20_000;
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < count; i += 100) {
                StringBuilder lines = new StringBuilder();
                for (int j = i; j < i + 100; j++) {
                    lines.append(j).append(" ").append("x".repeat(j % 500)).append('\n');
                }
                client.send(lines.toString());
            }
        });
        for (int i = 0; i < count; i++) {
            assertThat(client.read()).isEqualTo(i + " " + "x".repeat(i % 500));
        }
        sending.get();
    }

    @Test
    void aSlowReaderGetsEverythingAndHoldsUpNobody() throws Exception {
        TlsClient slow = client(anybody);
        slow.read();
        // More than the buffers of both sockets take.
        slow.send("many 5000 " + "y".repeat(3_000) + "\nlast\n");
        TlsClient other = client(anybody);
        other.read();
        assertThat(other.ask("served")).isEqualTo("served");
        for (int i = 0; i < 5_000; i++) {
            assertThat(slow.read()).isEqualTo(i + " " + "y".repeat(3_000));
        }
        assertThat(slow.read()).isEqualTo("last");
    }

    /** Of some numbers of replies, the socket takes all but the last bytes, which the server then holds encrypted. */
    @Test
    void theEndOfRepliesToAClientThatReadsLaterArrives() throws Exception {
        String line = "y".repeat(3_000);
        for (int lines = 20; lines < 140; lines += 3) {
            TlsClient late = client(anybody);
            late.read();
            late.send((line + "\n").repeat(lines));
            TlsClient other = client(anybody);
            other.read();
            other.ask("The server has found nothing more to read.");
            for (int i = 0; i < lines; i++) {
                assertThat(late.read()).as("line %s of %s", i, lines).isEqualTo(line);
            }
        }
    }

    @Test
    void aClientThatEndsItsSideIsStillAnswered() throws Exception {
        TlsClient client = client(anybody);
        client.read();
        client.send("one\ntwo\n");
        client.socket.shutdownOutput();
        assertThat(client.read()).isEqualTo("one");
        assertThat(client.read()).isEqualTo("two");
        assertThat(client.read()).isEqualTo("input ended");
        assertThat(client.read()).isNull();
        server.awaitOpen(0);
    }

    @Test
    void theLastLineArrivesBeforeTheEnd() throws Exception {
        TlsClient client = client(anybody);
        client.read();
        client.send("many 1000 z\nbye\n");
        for (int i = 0; i < 1_000; i++) {
            assertThat(client.read()).isEqualTo(i + " z");
        }
        assertThat(client.read()).isEqualTo("good bye");
        assertThat(client.read()).isNull();
    }

    @Test
    void aClientThatVanishesIsSeenToGo() throws Exception {
        TlsClient client = client(anybody);
        client.read();
        server.awaitOpen(1);
        client.plain.close();
        server.awaitOpen(0);
    }

    @Test
    void plainTextAndGarbageAreClosed() throws Exception {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.address.getPort())) {
            plain.getOutputStream().write("STATUS x\n".getBytes(StandardCharsets.UTF_8));
            String answer = new String(plain.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("* BYE reason=tls").contains("speaks TLS only");
        }
        try (Socket garbage = new Socket(InetAddress.getLoopbackAddress(), server.address.getPort())) {
            byte[] record = new byte[200];
            record[0] = 22;
            record[1] = 3;
            record[2] = 1;
            record[4] = 100;
            garbage.getOutputStream().write(record);
            assertThat(readToEnd(garbage)).hasSizeLessThan(20);
        }
        server.awaitOpen(0);
    }

    @Test
    void anOlderVersionOfTlsIsRefused() throws Exception {
        assertThatThrownBy(() -> client(anybody, "TLSv1.2")).isInstanceOf(SSLException.class);
        server.awaitOpen(0);
    }

    @Test
    void theCertificateOfAnotherCaIsRefusedAndTheClientIsTold() throws Exception {
        // A CA of the same name, or the client would not show its certificate at all.
        TestAuthority foreign = new TestAuthority(Files.createDirectory(directory.resolve("foreign")), "trial");
        TlsFiles shown = foreign.client("mallory");
        Path both = directory.resolve("both.pem");
        Files.writeString(both, Files.readString(foreign.file()) + Files.readString(authority.file()));
        TlsIdentity mallory = TlsIdentity.read(new TlsFiles(shown.certificate(), shown.key(), both));
        assertThatThrownBy(() -> client(mallory).read())
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("alert");
    }

    @Test
    void aHandshakeThatStandsStillHoldsUpNobody() throws Exception {
        Socket stalled = new Socket(InetAddress.getLoopbackAddress(), server.address.getPort());
        sockets.add(stalled);
        stalled.getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1});
        TlsClient other = client(anybody);
        assertThat(other.read()).isEqualTo("* HI");
        assertThat(other.ask("served")).isEqualTo("served");
    }

    /** The work of one handshake blocks its thread; the loop and the connections that are up do not notice. */
    @Test
    void theWorkOfHandshakesIsNotOnTheLoop() throws Exception {
        TlsClient before = client(anybody);
        before.read();
        CompletableFuture<Void> release = new CompletableFuture<>();
        handshakes.execute(release::join);
        CompletableFuture<TlsClient> waiting = CompletableFuture.supplyAsync(() -> newClient());
        for (int i = 0; i < 100; i++) {
            assertThat(before.ask("served " + i)).isEqualTo("served " + i);
        }
        assertThat(waiting.isDone()).isFalse();
        release.complete(null);
        assertThat(waiting.get().read()).isEqualTo("* HI");
    }

    @Test
    void manyClientsAtOnce() throws Exception {
        ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
        // A client that nobody refers to is closed by a collection of the garbage.
        ConcurrentLinkedQueue<TlsClient> connected = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        for (int i = 0; i < 100; i++) {
            int number = i;
            clients.add(CompletableFuture.runAsync(
                    () -> {
                        TlsClient client = newClient();
                        connected.add(client);
                        assertThat(client.ask("client " + number)).isEqualTo("* HI");
                        answers.add(client.ask("end"));
                    },
                    threads));
        }
        for (CompletableFuture<Void> client : clients) {
            client.get();
        }
        threads.shutdown();
        assertThat(answers).hasSize(100).doesNotHaveDuplicates();
        server.awaitOpen(100);
        assertThat(connected).hasSize(100);
    }

    private TlsClient newClient() {
        try {
            return client(anybody);
        } catch (IOException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private static byte[] readToEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (SocketException reset) {
            return new byte[0];
        }
    }

    private TlsClient client(TlsIdentity identity) throws IOException {
        return client(identity, "TLSv1.3");
    }

    private TlsClient client(TlsIdentity identity, String version) throws IOException {
        Socket plain = new Socket(server.address.getAddress(), server.address.getPort());
        synchronized (sockets) {
            sockets.add(plain);
        }
        return new TlsClient(plain, identity, version);
    }
}
