package io.lockstep.common.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * TLS over a plain socket. {@link #close} closes the plain socket and so never waits, whatever other threads do with
 * it; an {@link SSLSocket} would wait for a writer that is stuck. The other end sees the end of the connection as it
 * sees that of a plain one.
 *
 * <p>Only what is overridden here may be used.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // The plain socket has the locks.
final class TlsSocket extends Socket {

    /** The purpose "TLS server" of a certificate. */
    private static final String SERVER_PURPOSE = "1.3.6.1.5.5.7.3.1";

    private final TlsIdentity identity;
    private final Socket plain;
    private final @Nullable String host;
    private final int handshakeMillis;
    private @Nullable SSLSocket secured;
    private volatile boolean late;
    private volatile boolean proved;

    /**
     * @param host that is dialled; null if {@code plain} is an accepted socket
     * @param handshakeMillis the most time that the handshake takes; a dialled socket also has what is left of the time
     *     for its connection
     */
    TlsSocket(TlsIdentity identity, Socket plain, @Nullable String host, int handshakeMillis) {
        this.identity = identity;
        this.plain = plain;
        this.host = host;
        this.handshakeMillis = handshakeMillis;
    }

    @Override
    public void connect(SocketAddress address, int timeoutMillis) throws IOException {
        long beganNanos = System.nanoTime();
        plain.connect(address, timeoutMillis);
        long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
        secured((int) Math.max(Math.max(1, handshakeMillis), timeoutMillis - tookMillis));
    }

    private synchronized SSLSocket secured(int millis) throws IOException {
        SSLSocket socket = secured;
        if (socket == null) {
            socket = host == null
                    ? (SSLSocket) identity.context().getSocketFactory().createSocket(plain, null, true)
                    : (SSLSocket)
                            identity.context().getSocketFactory().createSocket(plain, host, plain.getPort(), true);
            socket.setSSLParameters(parameters(socket.getSSLParameters()));
            CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run)
                    .execute(this::endHandshake);
            handshake(socket);
            proved = true;
            secured = socket;
        }
        return socket;
    }

    private SSLParameters parameters(SSLParameters parameters) {
        parameters.setProtocols(new String[] {TlsIdentity.PROTOCOL});
        if (host == null) {
            parameters.setNeedClientAuth(true);
        } else {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        return parameters;
    }

    private void handshake(SSLSocket socket) throws IOException {
        try {
            socket.startHandshake();
            if (host == null && !isServer((X509Certificate) socket.getSession().getPeerCertificates()[0])) {
                throw new IOException("its certificate is that of a client, not of a server");
            }
        } catch (SSLException failure) {
            throw late ? tooLate() : TlsFailure.of(failure, host, identity);
        } catch (SocketException closed) {
            throw late ? tooLate() : closed;
        }
    }

    private static SocketTimeoutException tooLate() {
        return new SocketTimeoutException("the TLS handshake took too long");
    }

    /** A certificate without purposes is good for all of them. */
    private static boolean isServer(X509Certificate certificate) throws IOException {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.contains(SERVER_PURPOSE);
        } catch (CertificateParsingException malformed) {
            throw new IOException("its certificate is malformed", malformed);
        }
    }

    private void endHandshake() {
        if (!proved) {
            late = true;
            close();
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        InputStream input = secured(handshakeMillis).getInputStream();
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                try {
                    return input.read(target, offset, length);
                } catch (SSLException failure) {
                    throw TlsFailure.of(failure, host, identity);
                }
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        if (!proved) {
            throw new IOException("nothing is sent before the other end has proved who it is");
        }
        return secured(handshakeMillis).getOutputStream();
    }

    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException alreadyBroken) {
            // The descriptor is freed in any case.
            return;
        }
    }

    @Override
    public boolean isClosed() {
        return plain.isClosed();
    }

    @Override
    public boolean isConnected() {
        return plain.isConnected();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        plain.setSoTimeout(millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return plain.getSoTimeout();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        plain.setTcpNoDelay(on);
    }

    @Override
    public InetAddress getInetAddress() {
        return plain.getInetAddress();
    }

    @Override
    public int getPort() {
        return plain.getPort();
    }

    @Override
    public int getLocalPort() {
        return plain.getLocalPort();
    }
}
