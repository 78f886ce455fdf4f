package io.lockstep.follower.peer;

import io.lockstep.common.net.Dialler;
import io.lockstep.common.net.HostPort;
import io.lockstep.follower.peer.socket.PeerSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Opens the link to one address, serves it, and opens it again for as long as it is wanted. Runs on its own thread. */
final class LinkOpener implements Runnable {

    private final PeerWire wire;
    private final PeerLinks links;
    private final String address;
    private final HostPort place;
    private volatile long askedNanos;
    private volatile @Nullable PeerLink link;
    private @Nullable PeerSocket connecting;

    /** The identity under which the link was made, or is being made; null while it has none yet. */
    private @Nullable PeerIdentity introducedAs;

    private int failures;
    private long upNanos;
    private boolean redialAtOnce;
    private boolean stopped;

    LinkOpener(PeerWire wire, PeerLinks links, String address) {
        this.wire = wire;
        this.links = links;
        this.address = address;
        this.place = HostPort.parse(address);
        asked();
    }

    void asked() {
        askedNanos = System.nanoTime();
    }

    boolean wanted() {
        return System.nanoTime() - askedNanos
                < TimeUnit.MILLISECONDS.toNanos(wire.settings().wantedMillis());
    }

    /** The open link, or null. */
    @Nullable
    PeerLink link() {
        PeerLink current = link;
        return current != null && current.isOpen() ? current : null;
    }

    /** Waits for the link until its first attempt ends. */
    synchronized @Nullable PeerLink awaitLink(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (link() == null && failures == 0 && !stopped) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return link();
    }

    /** Closes the link, or the attempt to open one, if it was made under an identity that this server had before. */
    synchronized void closeOldLink() {
        if (introducedAs != null && !introducedAs.equals(wire.directory().self())) {
            closeLink();
        }
    }

    private synchronized void closeLink() {
        closeConnecting();
        PeerLink current = link;
        if (current != null) {
            current.close();
        }
    }

    synchronized void stop() {
        stopped = true;
        closeLink();
        notifyAll();
    }

    @Override
    public void run() {
        do {
            while (!isStopped() && wanted()) {
                attempt();
                pause();
            }
        } while (!links.release(this));
    }

    private void attempt() {
        Duration connectMax = Duration.ofMillis(wire.settings().connectMillis());
        try (PeerSocket socket = Dialler.SYSTEM.connect(place, connectMax, this::connected)) {
            PeerIdentity self = introduced();
            Handshake handshake = new Handshake(
                    socket,
                    new FrameReader(socket),
                    self,
                    wire.directory(),
                    address,
                    socket.address().isLoopbackAddress(),
                    wire.settings().handshakeMillis());
            Hello hello = handshake.dial(wire.nextLinkNumber());
            PeerLink made = new PeerLink(wire, handshake, hello, true);
            made.run(() -> up(made));
            lostThere(made);
        } catch (HelloRefusedException refused) {
            failed();
            wire.refused(refused.refusal());
        } catch (IOException broken) {
            failed();
            if (!isStopped()) {
                wire.connectionLog().failed(address, broken);
                wire.departures().failed(address, broken);
            }
        } finally {
            link = null;
        }
    }

    private PeerSocket connected(InetSocketAddress at, int millis) throws IOException {
        PeerSocket socket = new PeerSocket(wire.sockets().toDial(place.host()));
        try {
            begin(socket);
            socket.connect(at, millis);
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    private synchronized void begin(PeerSocket socket) throws IOException {
        if (stopped) {
            throw new IOException("this server stops");
        }
        connecting = socket;
        introducedAs = null;
    }

    /** The identity for the hello. If it is an old one by now, the attempt is known as such. */
    private synchronized PeerIdentity introduced() {
        PeerIdentity self = wire.directory().self();
        introducedAs = self;
        return self;
    }

    private void up(PeerLink made) {
        synchronized (this) {
            connecting = null;
            failures = 0;
            upNanos = System.nanoTime();
            link = made;
            if (stopped) {
                made.close();
            }
            notifyAll();
        }
        links.up(made);
    }

    /**
     * A link that the other end closed after a while is dialled again without a pause, which tells whether that server
     * has ended. One that is closed soon after each hello is not, or the two would connect in a tight loop.
     */
    private synchronized void lostThere(PeerLink lost) {
        long lastedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - upNanos);
        redialAtOnce =
                lost.end().isByOtherEnd() && lastedMillis >= wire.settings().backoffMillisMax();
    }

    private synchronized void failed() {
        failures++;
        notifyAll();
    }

    private synchronized boolean isStopped() {
        return stopped;
    }

    /** Waits longer after each failure, with a random part, so that servers do not reconnect in step. */
    private synchronized void pause() {
        if (redialAtOnce) {
            redialAtOnce = false;
            return;
        }
        PeerSettings settings = wire.settings();
        long most = Math.min(settings.backoffMillisMax(), (long) settings.backoffMillisMin() << Math.min(failures, 10));
        long left = ThreadLocalRandom.current().nextLong(settings.backoffMillisMin(), most + 1);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(left);
        try {
            while (left > 0 && !stopped) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
        } catch (InterruptedException interrupted) {
            stopped = true;
            Thread.currentThread().interrupt();
        }
    }

    private void closeConnecting() {
        PeerSocket socket = connecting;
        if (socket == null) {
            return;
        }
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            connecting = null;
        }
    }
}
