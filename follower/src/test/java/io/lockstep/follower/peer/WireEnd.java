package io.lockstep.follower.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.follower.peer.ResponseHandler.RequestFailure;
import io.lockstep.follower.secret.HeldSecret;
import io.lockstep.follower.trust.DiskReport;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The wire of one server, and all its events in order. */
final class WireEnd implements PeerDirectory, PeerListener, AutoCloseable {

    static final String CLUSTER = "cluster";

    static final ClusterSecret SECRET = ClusterSecret.random();

    final PeerWire wire;
    final HeldSecret secret;
    final BlockingQueue<PeerLink> up = new LinkedBlockingQueue<>();
    final BlockingQueue<PeerRefusal> refusals = new LinkedBlockingQueue<>();
    final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();

    /** "up 2", "closed 2", and the text of each message. */
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    final Map<Integer, String> storageIds = new ConcurrentHashMap<>(Map.of(1, "storage-1", 2, "storage-2"));
    volatile Predicate<PeerIdentity> members = identity -> true;
    final BlockingQueue<Integer> met = new LinkedBlockingQueue<>();
    volatile PeerIdentity self;
    volatile Runnable onReceived = () -> {};

    WireEnd(int server, PeerSettings settings) {
        this(server, settings, held(SECRET));
    }

    WireEnd(int server, PeerSettings settings, HeldSecret secret) {
        this.secret = secret;
        this.self = member(server);
        this.wire = new PeerWire(this, this, settings);
    }

    static HeldSecret held(ClusterSecret known) {
        HeldSecret held = new HeldSecret();
        held.receive(known);
        return held;
    }

    static PeerIdentity member(int server) {
        return new PeerIdentity(CLUSTER, server, "storage-" + server, server);
    }

    static PeerIdentity joining(String storageId) {
        return new PeerIdentity("", 0, storageId, 1);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** Waits for the next element. */
    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T element = queue.poll(20, TimeUnit.SECONDS);
        assertThat(element).as("nothing came").isNotNull();
        return element;
    }

    int listen() throws IOException {
        return wire.listen("127.0.0.1", 0).port();
    }

    /** Dials the address and returns the link once it is up. */
    PeerLink dialled(int port) throws InterruptedException {
        wire.links().linkTo("127.0.0.1:" + port);
        return next(up);
    }

    void awaitEvents(String... expected) throws InterruptedException {
        for (String event : expected) {
            assertThat(next(events)).isEqualTo(event);
        }
    }

    /** Puts the outcome of the request with this name into {@link #outcomes}. */
    ResponseHandler outcome(String name) {
        return new ResponseHandler() {
            @Override
            public void responded(int type, byte[] body) {
                outcomes.add(name + ": " + type + " " + new String(body, UTF_8));
            }

            @Override
            public void failed(RequestFailure failure, String explanation) {
                outcomes.add(name + ": " + failure);
            }
        };
    }

    @Override
    public PeerIdentity self() {
        return self;
    }

    @Override
    public HeldSecret secret() {
        return secret;
    }

    @Override
    public String storageIdOf(int server) {
        return storageIds.get(server);
    }

    @Override
    public boolean isMember(PeerIdentity other) {
        return members.test(other);
    }

    @Override
    public void met(PeerIdentity other, DiskReport report) {
        met.add(other.server());
    }

    @Override
    public void linkUp(PeerLink link) {
        events.add("up " + link.peer().server());
        up.add(link);
    }

    @Override
    public void received(PeerLink link, List<byte[]> messages) {
        for (byte[] message : messages) {
            events.add(new String(message, UTF_8));
            onReceived.run();
        }
    }

    @Override
    public void linkClosed(PeerLink link) {
        events.add("closed " + link.peer().server());
    }

    @Override
    public void refused(PeerRefusal refusal) {
        refusals.add(refusal);
    }

    @Override
    public void close() {
        wire.close();
    }
}
