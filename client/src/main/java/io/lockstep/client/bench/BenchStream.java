package io.lockstep.client.bench;

import io.lockstep.common.net.HostPort;
import io.lockstep.common.tls.TlsFailure;
import io.lockstep.common.tls.TlsIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import tlschannel.ClientTlsChannel;
import tlschannel.HeapBufferAllocator;
import tlschannel.TlsChannel;
import tlschannel.WouldBlockException;

/** The bytes of one client of a benchmark, plain or over TLS. Used by one thread. */
final class BenchStream {

    private final ByteChannel stream;
    private final boolean buffers;

    /** Takes over a blocking channel. A handshake blocks until it is over. */
    BenchStream(SocketChannel channel, HostPort server, @Nullable TlsIdentity tls) throws IOException {
        buffers = tls != null;
        stream = tls == null ? channel : secured(channel, server, tls);
    }

    private static ByteChannel secured(SocketChannel channel, HostPort server, TlsIdentity tls) throws IOException {
        SSLEngine engine = tls.context().createSSLEngine(server.host(), server.port());
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setUseClientMode(true);
        engine.setSSLParameters(parameters);
        TlsChannel secured = ClientTlsChannel.newBuilder(channel, engine)
                .withEncryptedBufferAllocator(new HeapBufferAllocator())
                .build();
        try {
            secured.handshake();
        } catch (SSLException failure) {
            throw TlsFailure.of(failure, server.host(), tls);
        }
        return secured;
    }

    /** Reads what is there; -1 at the end, 0 if nothing is there now. */
    int read(ByteBuffer target) throws IOException {
        try {
            return stream.read(target);
        } catch (WouldBlockException nothing) {
            return 0;
        }
    }

    /** Whether a read may find more although the socket has nothing, so that one must read until nothing is there. */
    boolean buffers() {
        return buffers;
    }

    /** Writes all of it; the socket has room. */
    void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            try {
                stream.write(source);
            } catch (WouldBlockException full) {
                Thread.onSpinWait();
            }
        }
    }
}
