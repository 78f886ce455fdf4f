package io.lockstep.follower.tls;

import io.lockstep.common.net.Transport;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.tls.TlsIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tlschannel.HeapBufferAllocator;
import tlschannel.NeedsReadException;
import tlschannel.NeedsTaskException;
import tlschannel.NeedsWriteException;
import tlschannel.ServerTlsChannel;

/**
 * TLS 1.3 over one connection of the loop. The loop encrypts and decrypts; the asymmetric work of a handshake runs
 * elsewhere, and meanwhile the connection waits and the loop does not touch the engine, which is locked.
 */
final class TlsTransport implements Transport {

    private static final Logger LOG = LoggerFactory.getLogger(TlsTransport.class);

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final String PLAIN_ANSWER = Line.push("BYE")
                    .option("reason", "tls")
                    .message("this port speaks TLS only; connect with TLS 1.3, as the client does with --tls")
                    .text()
            + "\r\n";

    private final SocketChannel socket;
    private final EncryptedBytes encrypted;
    private final ServerTlsChannel channel;
    private final Executor handshakes;
    private final Runnable progressed;
    private boolean established;
    private volatile boolean working;
    private boolean needsWrite;
    private boolean readCutShort;
    private boolean holdsInput;
    private boolean outputEnded;
    private Optional<String> subject = Optional.empty();

    /**
     * @param handshakes runs the asymmetric work
     * @param progressed called when such work is done
     */
    TlsTransport(SocketChannel socket, SSLContext context, Executor handshakes, Runnable progressed) {
        this.socket = socket;
        this.handshakes = handshakes;
        this.progressed = progressed;
        this.encrypted = new EncryptedBytes(socket);
        this.channel = ServerTlsChannel.newBuilder(encrypted, context)
                .withEngineFactory(TlsTransport::engine)
                .withRunTasks(false)
                .withSessionInitCallback(this::established)
                .withPlainBufferAllocator(new HeapBufferAllocator())
                .withEncryptedBufferAllocator(new HeapBufferAllocator())
                .build();
    }

    private static SSLEngine engine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setWantClientAuth(true);
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        return engine;
    }

    private void established(SSLSession session) {
        established = true;
        try {
            subject = Optional.of(TlsIdentity.subjectOf((X509Certificate) session.getPeerCertificates()[0]));
        } catch (SSLPeerUnverifiedException none) {
            subject = Optional.empty();
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (outputEnded) {
            return socket.read(target);
        }
        if (working || !target.hasRemaining()) {
            return 0;
        }
        encrypted.allowRead();
        try {
            int count = channel.read(target);
            holdsInput = count > 0;
            return count;
        } catch (NeedsReadException later) {
            // What a write has left encrypted is still to be sent.
            holdsInput = false;
        } catch (NeedsWriteException later) {
            needsWrite = true;
            readCutShort = true;
        } catch (NeedsTaskException needed) {
            handOver(needed.getTask());
        } catch (PlainTextException | SSLException failure) {
            sayFarewell(failure);
            throw failure;
        }
        return 0;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (working || outputEnded) {
            return 0;
        }
        encrypted.allowRead();
        int begin = source.position();
        try {
            channel.write(source);
            needsWrite = false;
        } catch (NeedsReadException later) {
            needsWrite = false;
        } catch (NeedsWriteException later) {
            needsWrite = true;
        } catch (NeedsTaskException needed) {
            handOver(needed.getTask());
        } catch (PlainTextException | SSLException failure) {
            sayFarewell(failure);
            throw failure;
        }
        return source.position() - begin;
    }

    private void handOver(Runnable work) throws IOException {
        working = true;
        try {
            handshakes.execute(() -> work(work));
        } catch (RejectedExecutionException stopped) {
            throw new IOException("this server stops", stopped);
        }
    }

    /** Off the loop. */
    private void work(Runnable work) {
        if (!socket.isOpen()) {
            return;
        }
        work.run();
        working = false;
        try {
            progressed.run();
        } catch (RejectedExecutionException stopped) {
            LOG.debug("A handshake ended after the loop");
        }
    }

    /** Tells the client why the connection ends, if the socket takes that at once. */
    private void sayFarewell(IOException failure) {
        LOG.debug("A connection to the port for clients failed: {}", failure.getMessage());
        try {
            if (failure instanceof PlainTextException) {
                socket.write(ByteBuffer.wrap(PLAIN_ANSWER.getBytes(StandardCharsets.UTF_8)));
            } else {
                ByteBuffer alert =
                        ByteBuffer.allocate(channel.getSslEngine().getSession().getPacketBufferSize());
                channel.getSslEngine().wrap(NOTHING.duplicate(), alert);
                socket.write(alert.flip());
            }
        } catch (IOException untold) {
            failure.addSuppressed(untold);
        }
    }

    @Override
    public boolean flush() throws IOException {
        if (needsWrite) {
            write(NOTHING.duplicate());
        }
        if (!needsWrite) {
            holdsInput |= readCutShort;
            readCutShort = false;
        }
        return !needsWrite;
    }

    @Override
    public boolean holdsOutput() {
        return needsWrite;
    }

    @Override
    public boolean holdsInput() {
        return holdsInput;
    }

    @Override
    public int interest(boolean reads, boolean writes) {
        if (working) {
            return 0;
        }
        boolean shakesHands = !established && !outputEnded;
        boolean waitsToRead = shakesHands ? !needsWrite : reads;
        boolean waitsToWrite = needsWrite || (established && writes);
        return (waitsToRead ? SelectionKey.OP_READ : 0) | (waitsToWrite ? SelectionKey.OP_WRITE : 0);
    }

    @Override
    public int heldBytes() {
        // The engine keeps what has arrived of a handshake.
        long kept = established ? 0 : encrypted.received();
        return (int) (kept
                + channel.getPlainBufferAllocator().currentAllocation()
                + channel.getEncryptedBufferAllocator().currentAllocation());
    }

    @Override
    public void shutdownOutput() throws IOException {
        outputEnded = true;
        holdsInput = false;
        try {
            channel.shutdown();
        } catch (NeedsWriteException full) {
            // The end of the stream follows at once, and tells the client as much.
            needsWrite = false;
        }
        socket.shutdownOutput();
    }

    @Override
    public Optional<String> certificateSubject() {
        return subject;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // The descriptor is freed in any case.
            return;
        }
    }
}
