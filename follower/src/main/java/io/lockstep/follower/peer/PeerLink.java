package io.lockstep.follower.peer;

import static io.lockstep.follower.peer.ResponseHandler.RequestFailure.NOT_HANDLED;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.follower.peer.LinkEnd.By;
import io.lockstep.follower.peer.PeerFrame.Kind;
import io.lockstep.follower.peer.socket.LinkWriter;
import io.lockstep.follower.peer.socket.OutgoingQueue;
import io.lockstep.follower.peer.socket.PeerSocket;
import io.lockstep.follower.trust.DiskReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to another server, after its hello. Messages arrive in the order sent, or the link closes and the last
 * ones may be lost. Any thread; no call blocks.
 */
public final class PeerLink {

    private static final Logger LOG = LoggerFactory.getLogger(PeerLink.class);

    private static final int MESSAGES_MAX = 256;

    private final PeerWire wire;
    private final PeerSocket socket;
    private final FrameReader reader;
    private final PeerIdentity peer;
    private final DiskReport report;
    private final String address;
    private final boolean outbound;
    private final boolean engineAllowed;
    private final OutgoingQueue queue;
    private final LinkWriter writer;
    private final OutstandingRequests outstanding;
    private final LinkEnd end = new LinkEnd();
    private List<byte[]> messages = new ArrayList<>();
    private boolean met; // by the directory, as a member

    PeerLink(PeerWire wire, Handshake handshake, Hello hello, boolean outbound) {
        this.wire = wire;
        this.socket = handshake.socket();
        this.reader = handshake.reader();
        this.peer = hello.identity();
        this.report = hello.report();
        this.address = handshake.address();
        this.outbound = outbound;
        this.engineAllowed = !peer.joining() && !handshake.self().joining();
        this.queue = new OutgoingQueue(wire.settings().queueBytesMax());
        this.writer = wire.writer(socket, queue);
        this.outstanding = new OutstandingRequests(wire.timer(), wire.settings().requestsMax());
    }

    /** The identity of the other end. */
    public PeerIdentity peer() {
        return peer;
    }

    /** The other end's address: as dialled, or the one it connected from. */
    public String address() {
        return address;
    }

    /** Whether this server dialled. Only the dialling server sends requests. */
    public boolean outbound() {
        return outbound;
    }

    /** Whether the engine's messages may go over this link: not while one of the two ends is joining. */
    public boolean engineAllowed() {
        return engineAllowed;
    }

    /** Whether the other end is a member of the cluster, as far as this server knows now. */
    public boolean withMember() {
        return engineAllowed && wire.directory().isMember(peer);
    }

    /** Whether the link is open. It may close at any time. */
    public boolean isOpen() {
        return !end.hasBegun();
    }

    /** The number of bytes that wait to be sent. */
    long queuedBytes() {
        return queue.bytes();
    }

    /**
     * Queues a node's message for the next {@link #flush}. It is dropped if the link is closed, or if the other end
     * does not read, which closes the link.
     */
    public void queue(byte[] message) {
        queued(PeerFrame.of(Kind.NODE_MESSAGE, message));
    }

    /** Sends what is queued. */
    public void flush() {
        try {
            queue.writeNow(socket);
        } catch (IOException failure) {
            broken(failure);
        }
    }

    /** As {@link #queue}, and sends it. */
    public void send(byte[] message) {
        enqueue(PeerFrame.of(Kind.NODE_MESSAGE, message));
    }

    /**
     * Queues a request of the engine.
     *
     * @return false if it was not sent; {@code handler} is then never called. Otherwise it is called exactly once
     */
    public boolean request(int type, byte[] body, long timeoutMillis, ResponseHandler handler) {
        if (!outbound) {
            throw new IllegalStateException("a request on a link that the other end made");
        }
        if (!isOpen() || !withMember()) {
            return false;
        }
        long number = outstanding.add(handler, timeoutMillis);
        if (number == 0) {
            return false;
        }
        return enqueue(new PeerFrame(Kind.REQUEST, number, type, body)) || !outstanding.withdraw(number);
    }

    /** Queues the response to a request that came by this link. Dropped if the link is closed. */
    public void respond(long request, int type, byte[] body) {
        enqueue(new PeerFrame(Kind.RESPONSE, request, type, body));
    }

    /** Answers a request that came by this link with a failure. Dropped if the link is closed. */
    public void fail(long request, String explanation) {
        enqueue(new PeerFrame(Kind.FAILED, request, 0, explanation.getBytes(UTF_8)));
    }

    /** Closes the link at once and drops everything queued. The reading thread tells the listener soon afterwards. */
    public void close() {
        close(By.THIS_SERVER, "closed here");
    }

    void close(String because) {
        close(By.FAILURE, because);
    }

    /** Closes the link after its socket has failed. */
    private void broken(IOException how) {
        close(Departures.isClosing(how) ? By.OTHER_END : By.FAILURE, String.valueOf(how.getMessage()));
    }

    private void close(By by, String because) {
        if (!end.begin(by, because)) {
            return;
        }
        queue.close();
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            LOG.debug("closing the link with {}", address, alreadyGone);
        }
    }

    /** How the link ended, or that it has not. */
    LinkEnd end() {
        return end;
    }

    private boolean enqueue(PeerFrame frame) {
        boolean queued = queued(frame);
        if (queued) {
            flush();
        }
        return queued;
    }

    private boolean queued(PeerFrame frame) {
        OutgoingQueue.Added added = queue.add(frame.encode());
        if (added == OutgoingQueue.Added.FULL) {
            close("the other end does not read: " + queue.bytes() + " bytes are waiting");
        }
        return added == OutgoingQueue.Added.YES;
    }

    /** Serves the link on the calling thread until it ends. {@code onUp} runs after {@link PeerListener#linkUp}. */
    void run(Runnable onUp) throws IOException {
        socket.stopBlocking();
        wire.newThread("peer-write-" + address, this::write).start();
        if (engineAllowed) {
            wire.departures().up(this);
        }
        wire.listener().linkUp(this);
        if (outbound && engineAllowed) {
            wire.connectionLog().connected(this);
        }
        try {
            onUp.run();
            read();
        } finally {
            close("");
            outstanding.close();
            if (engineAllowed) {
                wire.departures().ended(this);
            }
            wire.connectionLog().ended(this);
            wire.listener().linkClosed(this);
            end.complete();
        }
    }

    private void read() {
        PeerSettings settings = wire.settings();
        try {
            while (isOpen()) {
                deliverIfNoMoreIsHere();
                meet();
                int lengthMax = met ? PeerFrame.LENGTH_MAX : Hello.LENGTH_MAX;
                PeerFrame frame = reader.read(lengthMax, settings.silenceMillis(), settings.frameMillis());
                closeIfWriteIsStuck();
                if (isOpen()) {
                    receive(frame);
                }
            }
        } catch (IOException failure) {
            broken(failure);
        }
    }

    /** Messages that came together are delivered together: the receiver then has to be woken once. */
    private void deliverIfNoMoreIsHere() {
        if (!messages.isEmpty() && (messages.size() >= MESSAGES_MAX || !reader.holdsFrame())) {
            wire.listener().received(this, messages);
            messages = new ArrayList<>();
        }
    }

    private void meet() throws IOException {
        if (!met && withMember()) {
            wire.directory().met(peer, report);
            met = true;
        }
    }

    private void receive(PeerFrame frame) throws IOException {
        meet();
        switch (frame.kind()) {
            case KEEP_ALIVE -> {}
            case NODE_MESSAGE -> messages.add(frame.body());
            case REQUEST -> requested(frame);
            case RESPONSE -> outstanding.respond(frame.request(), frame.type(), frame.body());
            case FAILED -> outstanding.fail(frame.request(), NOT_HANDLED, new String(frame.body(), UTF_8));
            case REFUSED, OPENING, CHALLENGE, HELLO, WELCOME ->
                throw new PeerProtocolException(frame.kind() + " after the hello");
        }
    }

    private void requested(PeerFrame frame) throws PeerProtocolException {
        if (outbound || !engineAllowed) {
            throw new PeerProtocolException("a request from an end that may not send any");
        }
        if (withMember()) {
            wire.requestHandler().requested(this, frame.request(), frame.type(), frame.body());
        } else {
            fail(frame.request(), "server " + peer.server() + " is no member that this server knows");
        }
    }

    private void write() {
        try {
            writer.run();
        } catch (IOException failure) {
            broken(failure);
        } catch (InterruptedException stopped) {
            close("interrupted");
            Thread.currentThread().interrupt();
        }
    }

    private void closeIfWriteIsStuck() {
        if (writer.isStuck()) {
            close("the other end has not read for " + wire.settings().frameMillis() + " ms");
        }
    }

    @Override
    public String toString() {
        return (outbound ? "link to server " : "link from server ") + peer.server() + " at " + address;
    }
}
