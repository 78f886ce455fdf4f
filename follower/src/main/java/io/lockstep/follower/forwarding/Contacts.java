package io.lockstep.follower.forwarding;

import io.lockstep.follower.context.NodeClock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * When each server of the cluster was last heard of. Every server reports to the leader four times a second, so the
 * leader knows; it tells the others with the answers to their reports. A server that no leader tells anything goes by
 * its links. Loop thread only.
 */
public final class Contacts {

    /** A server that was not heard of for this long is silent. */
    public static final long SILENT_MILLIS = 3_000;

    private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(SILENT_MILLIS);

    private static final long TOLD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final int self;
    private final NodeClock clock;
    private final Map<Integer, Long> heardNanos = new HashMap<>();
    private final Map<Integer, Set<Integer>> linksOf = new HashMap<>();
    private long toldNanos;

    /** Nothing was heard of anybody yet; the silence of a server begins when it is first asked for. */
    public Contacts(int self, NodeClock clock) {
        this.self = self;
        this.clock = clock;
        this.toldNanos = clock.nanoTime();
    }

    /** A server has reported to this one, which leads. */
    public void reported(int server, Set<Integer> linked) {
        heardNanos.put(server, clock.nanoTime());
        linksOf.put(server, Set.copyOf(linked));
    }

    /** The leader has told this server who is silent; it has heard of all others. */
    public void told(List<PeerMessage.Silence> silent, Iterable<Integer> servers) {
        toldNanos = clock.nanoTime();
        servers.forEach(server -> heardNanos.put(server, toldNanos));
        silent.forEach(each -> heardNanos.put(
                each.server(), toldNanos - TimeUnit.MILLISECONDS.toNanos(Math.max(0, each.silentMillis()))));
    }

    /** If no leader has told anything for a while, the servers with an open link count as heard of. */
    public void tick(Set<Integer> linked) {
        long nowNanos = clock.nanoTime();
        if (nowNanos - toldNanos > TOLD_NANOS) {
            linked.forEach(server -> heardNanos.put(server, nowNanos));
        }
    }

    /** This server was stalled, so what others sent may still wait in its sockets: everybody counts as heard of. */
    public void stalled() {
        long nowNanos = clock.nanoTime();
        heardNanos.replaceAll((server, before) -> nowNanos);
        toldNanos = nowNanos;
    }

    /** For how many milliseconds a server has been silent; 0 if it was heard of within {@link #SILENT_MILLIS}. */
    public long silentMillis(int server) {
        if (server == self) {
            return 0;
        }
        long nowNanos = clock.nanoTime();
        long nanos = nowNanos - heardNanos.computeIfAbsent(server, unheard -> nowNanos);
        return nanos < SILENT_NANOS ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    /** Those of {@code servers} that are silent. */
    public List<PeerMessage.Silence> silences(List<Integer> servers) {
        return servers.stream()
                .filter(server -> silentMillis(server) > 0)
                .map(server -> new PeerMessage.Silence(server, silentMillis(server)))
                .toList();
    }

    /** How many of {@code servers} have lately reported to this one that they have no link with {@code other}. */
    public long withoutLinkTo(int other, Set<Integer> servers) {
        long nowNanos = clock.nanoTime();
        return servers.stream()
                .filter(server -> server != other
                        && linksOf.containsKey(server)
                        && nowNanos - heardNanos.getOrDefault(server, nowNanos) < SILENT_NANOS
                        && !linksOf.getOrDefault(server, Set.of()).contains(other))
                .count();
    }
}
