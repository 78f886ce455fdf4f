package io.lockstep.leader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One server's wire on loopback, which remembers what it was told. */
class TestPeer implements PeerDirectory, PeerListener, AutoCloseable {

    @SuppressWarnings("ArrayRecordComponent")
    record Event(String what, PeerLink link, byte[] message) {}

    final Map<Integer, String> storageIds = new ConcurrentHashMap<>();
    final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    final BlockingQueue<PeerRefusal> refusals = new LinkedBlockingQueue<>();
    final PeerWire wire;
    final PeerServer server;
    volatile PeerIdentity self;

    TestPeer(int number, PeerSettings settings) throws IOException {
        this(new PeerIdentity(number == 0 ? "" : "cluster", number, "storage" + number, number + 100L), settings);
    }

    TestPeer(PeerIdentity self, PeerSettings settings) throws IOException {
        this.self = self;
        this.wire = new PeerWire(this, this, settings);
        this.server = wire.listen("127.0.0.1", 0);
    }

    String address() {
        return "127.0.0.1:" + server.port();
    }

    /** Asks for a link until it is up. */
    PeerLink linkTo(String address) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        PeerLink link = null;
        while (link == null) {
            assertThat(System.nanoTime()).as("waiting for a link to " + address).isLessThan(deadline);
            link = wire.links().awaitLinkTo(address, 1_000);
            Thread.onSpinWait();
        }
        return link;
    }

    Event next() throws InterruptedException {
        Event event = events.poll(10, TimeUnit.SECONDS);
        assertThat(event).as("an event at server " + self.server()).isNotNull();
        return event;
    }

    PeerLink expect(String what) throws InterruptedException {
        Event event = next();
        assertThat(event.what()).isEqualTo(what);
        return event.link();
    }

    PeerRefusal nextRefusal() throws InterruptedException {
        PeerRefusal refusal = refusals.poll(10, TimeUnit.SECONDS);
        assertThat(refusal).as("a refusal at server " + self.server()).isNotNull();
        return refusal;
    }

    @Override
    public PeerIdentity self() {
        return self;
    }

    @Override
    public String storageIdOf(int number) {
        return storageIds.get(number);
    }

    @Override
    public void linkUp(PeerLink link) {
        events.add(new Event("up", link, new byte[0]));
    }

    @Override
    public void received(PeerLink link, byte[] message) {
        events.add(new Event("received", link, message));
    }

    @Override
    public void linkClosed(PeerLink link) {
        events.add(new Event("closed", link, new byte[0]));
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
