package io.lockstep.common.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Connects to a host by its name: looks the name up each time, and tries all its addresses in turn. */
public final class Dialler {

    /** Asks the name service of the system. */
    public static final Dialler SYSTEM = new Dialler(HostLookup.SYSTEM);

    private final HostLookup lookup;

    /** @param lookup turns names into addresses */
    public Dialler(HostLookup lookup) {
        this.lookup = lookup;
    }

    /** One attempt with one address. */
    public interface Attempt<T> {

        /** Connects within this time; throws if that fails. */
        T connect(InetSocketAddress address, int millis) throws IOException;
    }

    /**
     * The result of the first attempt that succeeds. All of them together take at most about the timeout: the lookup
     * gets half of it, and each address its share of what is left, so that one that swallows everything leaves time for
     * the next.
     *
     * @throws IOException if there is no address, or that of the last attempt
     */
    public <T> T connect(HostPort place, Duration timeout, Attempt<T> attempt) throws IOException {
        long endNanos = System.nanoTime() + timeout.toNanos();
        List<InetAddress> addresses = lookup.addresses(place.host(), timeout.dividedBy(2));
        for (int i = 0; i < addresses.size() - 1; i++) {
            try {
                return attempt(addresses.get(i), place, endNanos, addresses.size() - i, attempt);
            } catch (IOException next) {
                // The next address may belong to a server that runs.
            }
        }
        return attempt(addresses.get(addresses.size() - 1), place, endNanos, 1, attempt);
    }

    private static <T> T attempt(InetAddress address, HostPort place, long endNanos, int shares, Attempt<T> attempt)
            throws IOException {
        long leftMillis = Duration.ofNanos(endNanos - System.nanoTime()).toMillis();
        int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, leftMillis / shares));
        return attempt.connect(new InetSocketAddress(address, place.port()), millis);
    }
}
