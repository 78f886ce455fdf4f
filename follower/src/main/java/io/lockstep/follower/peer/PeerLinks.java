package io.lockstep.follower.peer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The links that this server dials, one for each address. A link is dialled on request, and dialled again whenever it
 * breaks, for as long as callers keep asking for it. Any thread; only {@link #awaitLinkTo} blocks.
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
     * The open link to {@code address}, {@code host:port}. If there is none, returns null and keeps dialling until the
     * link is up or callers stop asking for it.
     *
     * @throws IllegalArgumentException if the address is not of that form
     */
    public @Nullable PeerLink linkTo(String address) {
        LinkOpener dialler = wanted(address);
        return dialler == null ? null : dialler.link();
    }

    /** The open link to {@code address}, or null. Does not dial. */
    public @Nullable PeerLink openLinkTo(String address) {
        LinkOpener dialler;
        synchronized (this) {
            dialler = diallers.get(address);
        }
        return dialler == null ? null : dialler.link();
    }

    /**
     * As {@link #linkTo}, but waits for the link until its first attempt ends, for at most {@code millis}. Does not
     * wait for an address that has just failed.
     */
    public @Nullable PeerLink awaitLinkTo(String address, long millis) throws InterruptedException {
        LinkOpener dialler = wanted(address);
        return dialler == null ? null : dialler.awaitLink(millis);
    }

    /** Closes the link to {@code address} if there is one. The next request dials it again. */
    public void closeLinkTo(String address) {
        PeerLink link = openLinkTo(address);
        if (link != null) {
            link.close();
        }
    }

    /** Calls {@code consumer} with every link that comes up, on the link's reading thread; it must not block. */
    public void addUpListener(Consumer<PeerLink> consumer) {
        onUp.add(consumer);
    }

    /** Ends {@link #addUpListener} for {@code consumer}. */
    public void removeUpListener(Consumer<PeerLink> consumer) {
        onUp.remove(consumer);
    }

    void up(PeerLink link) {
        onUp.forEach(consumer -> consumer.accept(link));
    }

    void closeLinksWith(int server) {
        List<LinkOpener> all;
        synchronized (this) {
            all = List.copyOf(diallers.values());
        }
        for (LinkOpener dialler : all) {
            PeerLink link = dialler.link();
            if (link != null && link.peer().server() == server) {
                link.close();
            }
        }
    }

    void closeOldLinks() {
        List<LinkOpener> all;
        synchronized (this) {
            all = List.copyOf(diallers.values());
        }
        all.forEach(LinkOpener::closeOldLink);
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

    /** Removes a link opener that callers no longer ask for; false if one has just asked. */
    synchronized boolean release(LinkOpener dialler) {
        if (!closed && dialler.wanted()) {
            return false;
        }
        diallers.values().remove(dialler);
        return true;
    }
}
