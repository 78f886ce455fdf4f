package io.lockstep.common.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.net.Sockets;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two ends of a link: each proves who it is, and either one learns at once that the other has gone. */
@Timeout(120)
class TlsSocketsTest {

    /** An end that is still writing when the other one closes does not read why. */
    private static final String REFUSED = "(?s)it refuses the connection.*|Broken pipe|Connection reset.*";

    private static final int HANDSHAKE_MILLIS = 5_000;
    private static final int MORE_THAN_BUFFERS_TAKE = 64 << 20;

    @TempDir
    Path directory;

    private TestAuthority authority;
    private ServerSocket listening;

    @BeforeEach
    void listen() throws IOException {
        authority = new TestAuthority(directory, "trial");
        listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
    }

    @Test
    void bytesGoBothWaysAndTheEndIsSeen() throws Exception {
        CompletableFuture<Socket> accepted = accept(authority.server("server-1"), HANDSHAKE_MILLIS);
        Socket dialled = dial(authority.server("server-2"), "127.0.0.1");
        dialled.getOutputStream().write("ping".getBytes(StandardCharsets.UTF_8));
        Socket other = accepted.get();
        assertThat(other.getInputStream().readNBytes(4)).asString().isEqualTo("ping");
        other.getOutputStream().write("pong".getBytes(StandardCharsets.UTF_8));
        assertThat(dialled.getInputStream().readNBytes(4)).asString().isEqualTo("pong");
        other.close();
        assertThat(dialled.getInputStream().read()).isEqualTo(-1);
        dialled.close();
    }

    @Test
    void closingNeverWaitsForAWriterThatIsStuck() throws Exception {
        CompletableFuture<Socket> accepted = accept(authority.server("server-1"), HANDSHAKE_MILLIS);
        Socket dialled = dial(authority.server("server-2"), "127.0.0.1");
        accepted.get();
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            begun.countDown();
            assertThatThrownBy(() -> dialled.getOutputStream().write(new byte[MORE_THAN_BUFFERS_TAKE]))
                    .isInstanceOf(IOException.class);
        });
        begun.await();
        dialled.close();
        writing.get();
    }

    @Test
    void aServerOfAnotherNameIsRefused() throws Exception {
        Instant expires = Instant.now().plus(1, ChronoUnit.DAYS);
        TlsFiles other = authority.server("server-1", TestAuthority.ecKeys(), expires, "other.example");
        CompletableFuture<Socket> accepted = accept(other, HANDSHAKE_MILLIS);
        assertThatThrownBy(() -> dial(authority.server("server-2"), "127.0.0.1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("its certificate is not for 127.0.0.1");
        assertThat(failure(accepted)).hasMessageMatching(REFUSED);
    }

    @Test
    void aServerOfAnotherCaIsRefused() throws Exception {
        TlsFiles foreign = new TestAuthority(directory, "foreign").server("foreigner");
        CompletableFuture<Socket> accepted = accept(foreign, HANDSHAKE_MILLIS);
        assertThatThrownBy(() -> dial(authority.server("server-2"), "127.0.0.1"))
                .isInstanceOf(IOException.class)
                .hasMessage("its certificate is not signed by the CA in " + authority.file());
        assertThat(failure(accepted)).hasMessageMatching(REFUSED);
    }

    @Test
    void anEndWithoutACertificateIsRefused() throws Exception {
        CompletableFuture<Socket> accepted = accept(authority.server("server-1"), HANDSHAKE_MILLIS);
        Socket dialled = dial(new TlsFiles(null, null, authority.file()), "127.0.0.1");
        assertThatThrownBy(() -> dialled.getInputStream().read())
                .isInstanceOf(IOException.class)
                .hasMessage("it wants to see a certificate, and none was given");
        assertThat(failure(accepted)).hasMessage("it shows no certificate");
    }

    @Test
    void theCertificateOfAClientIsNoneOfAServer() throws Exception {
        CompletableFuture<Socket> accepted = accept(authority.server("server-1"), HANDSHAKE_MILLIS);
        Socket dialled = dial(authority.client("anna"), "127.0.0.1");
        assertThat(failure(accepted)).hasMessage("its certificate is that of a client, not of a server");
        assertThat(dialled.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void aPlainEndIsRefusedAndASilentOneIsGivenUp() throws Exception {
        CompletableFuture<Socket> accepted = accept(authority.server("server-1"), HANDSHAKE_MILLIS);
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
            plain.getOutputStream().write("a plain line\n".getBytes(StandardCharsets.UTF_8));
            assertThat(failure(accepted)).hasMessage("it does not speak TLS");
        }
        CompletableFuture<Socket> another = accept(authority.server("server-1"), 50);
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
            assertThat(failure(another)).isInstanceOf(SocketTimeoutException.class);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    /** As when the process of the other end is killed, or has just stopped listening. */
    @Test
    void anEndThatClosesBeforeItsProofHasGone() throws Exception {
        CompletableFuture<Void> closing = CompletableFuture.runAsync(() -> {
            try {
                listening.accept().close();
            } catch (IOException unexpected) {
                throw new IllegalStateException(unexpected);
            }
        });
        assertThatThrownBy(() -> dial(authority.server("server-2"), "127.0.0.1"))
                .satisfiesAnyOf(
                        gone -> assertThat(gone).isInstanceOf(EOFException.class),
                        gone -> assertThat(gone).hasMessageMatching(".*(reset|Broken pipe).*"));
        closing.get();
    }

    private CompletableFuture<Socket> accept(TlsFiles files, int handshakeMillis) throws TlsFileException {
        TlsIdentity identity = TlsIdentity.read(files);
        Sockets sockets = new TlsSockets(() -> identity, handshakeMillis);
        return CompletableFuture.supplyAsync(() -> {
            Socket raw = null;
            try {
                raw = listening.accept();
                Socket socket = sockets.accepted(raw);
                assertThat(socket.getInputStream()).isNotNull();
                return socket;
            } catch (IOException refused) {
                closeQuietly(raw);
                throw new IllegalStateException(refused);
            }
        });
    }

    private static void closeQuietly(Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private Socket dial(TlsFiles files, String host) throws IOException, TlsFileException {
        Socket socket = TlsSockets.toDial(TlsIdentity.read(files)).toDial(host);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort()), 5_000);
        return socket;
    }

    private static Throwable failure(CompletableFuture<Socket> accepted) throws InterruptedException {
        try {
            accepted.get();
            throw new AssertionError("the connection was taken");
        } catch (ExecutionException refused) {
            return refused.getCause().getCause();
        }
    }
}
