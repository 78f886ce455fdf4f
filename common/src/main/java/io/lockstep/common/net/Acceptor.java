package io.lockstep.common.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** Accepts connections on one port, up to a bound, and refuses further ones with a line that says why. */
final class Acceptor implements Selected {

    private static final int BACKLOG = 4096;
    private static final int ACCEPTS_PER_TURN_MAX = 256;
    private static final long PAUSE_NANOS = 200_000_000L;

    /** A vanished client machine is noticed after idle + interval * count seconds. */
    private static final int KEEPALIVE_IDLE_SECONDS = 10;

    private static final int KEEPALIVE_INTERVAL_SECONDS = 5;
    private static final int KEEPALIVE_COUNT = 3;

    /**
     * Otherwise the kernel takes up to 4 MiB of answers for each client that does not read, and hundreds of these
     * clients cost the loop seconds to write them.
     */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private final EventLoop loop;
    private final Transport.Factory transports;
    private final LoopSettings settings;
    private final ServerSocketChannel server;
    private final SelectionKey key;
    private final InetSocketAddress address;
    private final byte[] refusal;

    /**
     * A spare descriptor. When the process is out of descriptors, the acceptor closes it to accept and refuse one
     * client.
     */
    private @Nullable SocketChannel spare;

    private long resumeNanos;

    Acceptor(EventLoop loop, InetSocketAddress wanted, Transport.Factory transports, LoopSettings settings)
            throws CannotListenException {
        this.loop = loop;
        this.transports = transports;
        this.settings = settings;
        this.refusal = (settings.refusal() + "\r\n").getBytes(StandardCharsets.UTF_8);
        if (wanted.isUnresolved()) {
            throw new CannotListenException(wanted);
        }
        ServerSocketChannel opened = null;
        try {
            opened = ServerSocketChannel.open();
            opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            opened.bind(wanted, BACKLOG);
            opened.configureBlocking(false);
            server = opened;
            address = (InetSocketAddress) opened.getLocalAddress();
            spare = SocketChannel.open();
            key = opened.register(loop.selector(), SelectionKey.OP_ACCEPT, this);
        } catch (IOException cause) {
            closeQuietly(opened);
            throw new CannotListenException(wanted, cause);
        }
    }

    InetSocketAddress address() {
        return address;
    }

    @Override
    public void ready(long nowNanos) {
        try {
            for (int i = 0; i < ACCEPTS_PER_TURN_MAX; i++) {
                SocketChannel channel = server.accept();
                if (channel == null) {
                    return;
                }
                accepted(channel);
            }
        } catch (IOException reason) {
            // The connection stays in the backlog and would wake the loop at once, again and again.
            key.interestOps(0);
            resumeNanos = nowNanos + PAUSE_NANOS;
            loop.acceptPaused(this);
            refuseWithSpare();
            loop.owner().acceptFailed(reason);
        }
    }

    /** Accepts again if the pause is over. Returns whether it does. */
    boolean resume(long nowNanos) {
        if (nowNanos - resumeNanos < 0) {
            return false;
        }
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
        return true;
    }

    private void accepted(SocketChannel channel) {
        try {
            InetSocketAddress from = (InetSocketAddress) channel.getRemoteAddress();
            if (!loop.open().hasRoomFor(from.getAddress())) {
                loop.owner().refused();
                refuse(channel);
                return;
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
            setIfSupported(channel, ExtendedSocketOptions.TCP_KEEPIDLE, KEEPALIVE_IDLE_SECONDS);
            setIfSupported(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEPALIVE_INTERVAL_SECONDS);
            setIfSupported(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, KEEPALIVE_COUNT);
            new Connection(loop, channel, transports, settings);
        } catch (IOException goneAlready) {
            closeQuietly(channel);
        }
    }

    private static <T> void setIfSupported(SocketChannel channel, SocketOption<T> option, T value) throws IOException {
        if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        }
    }

    private void refuse(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            if (transports == Transport.PLAIN) {
                channel.write(ByteBuffer.wrap(refusal));
            }
            channel.shutdownOutput();
        } catch (IOException goneAlready) {
            // The channel is closed below in any case.
        }
        closeQuietly(channel);
    }

    /**
     * Refuses one client with the spare descriptor. If another thread takes the descriptor first, the client waits
     * until the pause is over.
     */
    private void refuseWithSpare() {
        closeQuietly(spare);
        spare = null;
        try {
            SocketChannel channel = server.accept();
            if (channel != null) {
                refuse(channel);
            }
            spare = SocketChannel.open();
        } catch (IOException stillNone) {
            // The next client is another attempt.
        }
    }

    @Override
    public void abort() {
        closeQuietly(server);
        closeQuietly(spare);
    }

    private static void closeQuietly(@Nullable Channel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException alreadyBroken) {
            // The descriptor is freed in any case.
        }
    }
}
