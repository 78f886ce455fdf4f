package io.lockstep.follower.peer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The links that this server dials, one for each address. A link is dialled when it is asked for, and again whenever it
 * broke, as long as it goes on being asked for. Any thread may call it; nothing blocks but {@link #awaitLinkTo}.
 */
public final class PeerLinks {

    private final PeerWire wire;
    private final Map<String, LinkOpener> diallers = new HashMap<>();
    private final List<Consumer<PeerLink>> onUp = new CopyOnWriteArrayList<>();
    private boolean closed;

    PeerLinks(PeerWire wire) {
        this.wire = wire;
    }

    /**
     * The open link to {@code address}, {@code host:port}; null if there is none now, and then one is being dialled until
     * it is up or is no longer asked for.
     *
     * @throws IllegalArgumentException if the address is not of that form
     */
    public @Nullable PeerLink linkTo(String address) {
        LinkOpener dialler = wanted(address);
        return dialler == null ? null : dialler.link();
    }

    /** The open link to {@code address}, or null; it is not dialled for being asked for here. */
    public @Nullable PeerLink openLinkTo(String address) {
        LinkOpener dialler;
        synchronized (this) {
            dialler = diallers.get(address);
        }
        return dialler == null ? null : dialler.link();
    }

    /**
     * As {@link #linkTo}, but waits for the link while its first attempt lasts, and no longer than {@code millis}: an
     * address that just failed is not waited for.
     */
    public @Nullable PeerLink awaitLinkTo(String address, long millis) throws InterruptedException {
        LinkOpener dialler = wanted(address);
        return dialler == null ? null : dialler.awaitLink(millis);
    }

    /** Closes the link to {@code address} if there is one; it comes up again when it is asked for. */
    public void closeLinkTo(String address) {
        PeerLink link = openLinkTo(address);
        if (link != null) {
            link.close();
        }
    }

    /** {@code consumer} is called with every link that comes up, on its reading thread, and must not block. */
    public void addUpListener(Consumer<PeerLink> consumer) {
        onUp.add(consumer);
    }

    public void removeUpListener(Consumer<PeerLink> consumer) {
        onUp.remove(consumer);
    }

    void up(PeerLink link) {
        onUp.forEach(consumer -> consumer.accept(link));
    }

    void closeLinks() {
        List<LinkOpener> all;
        synchronized (this) {
            all = List.copyOf(diallers.values());
        }
        all.forEach(LinkOpener::closeLink);
    }

    void close() {
        List<LinkOpener> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(diallers.values());
        }
        all.forEach(LinkOpener::stop);
    }

    private synchronized @Nullable LinkOpener wanted(String address) {
        LinkOpener dialler = diallers.get(address);
        if (dialler == null) {
            if (closed || diallers.size() >= wire.settings().linksMax()) {
                return null;
            }
            dialler = new LinkOpener(wire, this, address);
            diallers.put(address, dialler);
            wire.newThread("peer-dial-" + address, dialler).start();
        }
        dialler.asked();
        return dialler;
    }

    /** Lets go of a dialler that nobody asks any more; false if somebody just did. */
    synchronized boolean release(LinkOpener dialler) {
        if (!closed && dialler.wanted()) {
            return false;
        }
        diallers.values().remove(dialler);
        return true;
    }
}
