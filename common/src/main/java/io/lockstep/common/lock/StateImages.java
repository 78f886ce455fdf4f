package io.lockstep.common.lock;

import io.lockstep.common.lock.StateImage.BlockedImage;
import io.lockstep.common.lock.StateImage.ClientIdBlock;
import io.lockstep.common.lock.StateImage.HistoryImage;
import io.lockstep.common.lock.StateImage.SessionImage;
import io.lockstep.common.lock.StateImage.WaiterImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Makes images of the state, and restores a state from one. */
final class StateImages {

    private StateImages() {}

    static StateImage freeze(ClusterState state) {
        return new StateImage(
                state.clusterId,
                state.locksPerClient,
                state.clusterMillis,
                state.locks.lastToken(),
                state.sessions.lastNumber(),
                state.lastTicket,
                List.copyOf(state.servers.all()),
                clientIds(state),
                sessions(state),
                waiters(state),
                state.dues.blocked().stream()
                        .map(lock -> new BlockedImage(lock.name(), lock.blockedUntilMillis()))
                        .sorted(Comparator.comparing(blocked -> blocked.name().text()))
                        .toList(),
                List.copyOf(state.audit.all()),
                List.copyOf(state.access.all()),
                state.size.bytesMax(),
                state.leaseMillisMax,
                new HistoryImage(
                        state.history.bytesMax(),
                        state.history.lastNumber(),
                        state.history.droppedWallMillis(),
                        state.history.chunks()),
                state.servers.featureLevel());
    }

    private static List<ClientIdBlock> clientIds(ClusterState state) {
        return IntStream.rangeClosed(1, state.clientIds.servers())
                .mapToObj(server ->
                        new ClientIdBlock(state.clientIds.used(server), List.copyOf(state.clientIds.free(server))))
                .toList();
    }

    private static List<SessionImage> sessions(ClusterState state) {
        List<SessionImage> images = new ArrayList<>(state.sessions.count());
        state.sessions.all().forEach(session -> images.add(freeze(session)));
        return images;
    }

    private static SessionImage freeze(Session session) {
        return new SessionImage(
                session.number(),
                session.key(),
                session.clientId(),
                session.ttlMillis(),
                session.resumable(),
                session.generation(),
                session.lastAttempt(),
                session.home(),
                session.clientAddress(),
                session.label(),
                session.answeredUpTo(),
                session.answers().freeze(),
                session.frozenHeld(),
                session.user(),
                session.lease());
    }

    private static List<WaiterImage> waiters(ClusterState state) {
        List<WaiterImage> images = new ArrayList<>();
        state.sessions.all().forEach(session -> session.waiters().forEach(waiter -> images.add(freeze(waiter))));
        images.sort(Comparator.comparingLong(WaiterImage::ticket));
        return images;
    }

    private static WaiterImage freeze(Waiter waiter) {
        return new WaiterImage(
                waiter.ticket(),
                waiter.session().number(),
                waiter.asker().number(),
                waiter.request(),
                waiter.names(),
                waiter.mode(),
                waiter.sinceClusterMillis(),
                waiter.deadlineClusterMillis(),
                waiter.delayMillis());
    }

    static void restore(ClusterState state, StateImage image) {
        state.clusterId = image.clusterId();
        state.locksPerClient = image.locksPerClient();
        state.leaseMillisMax = image.leaseMillisMax();
        state.clusterMillis = image.clusterMillis();
        state.lastTicket = image.lastTicket();
        image.users().forEach(state.access::restore);
        state.servers.restore(image.servers(), image.featureLevel());
        image.clientIds().forEach(block -> state.clientIds.restore(block.used(), block.free()));
        state.sessions.restoreCounter(image.lastSession());
        state.locks.restoreCounter(image.lastToken());
        restoreSessions(state, image.sessions());
        image.waiters().forEach(waiter -> restore(state, waiter));
        for (BlockedImage blocked : image.blocked()) {
            Lock lock = state.locks.of(blocked.name());
            lock.block(blocked.untilClusterMillis());
            state.dues.add(lock);
        }
        state.audit.restore(image.audit());
        state.size.bound(image.mapBytesMax());
        HistoryImage history = image.history();
        state.history.bound(history.bytesMax());
        state.history.restore(history.lastNumber(), history.droppedWallMillis(), history.chunks());
    }

    private static void restoreSessions(ClusterState state, List<SessionImage> images) {
        for (SessionImage image : images) {
            Session session = state.sessions.restore(image);
            image.locks().forEach(grant -> state.locks.hold(grant.copy(), session));
            Lease lease = session.lease();
            if (lease != null && session.locksHeld() > 0) {
                state.dues.add(session, lease);
            }
        }
        state.locks.all().forEach(Lock::sortHolders);
    }

    private static void restore(ClusterState state, WaiterImage image) {
        Session session = state.sessions.get(image.session());
        Session asker = state.sessions.get(image.asker());
        if (session == null || asker == null) {
            throw new IllegalArgumentException("a waiter of session " + image.session() + ", which is not there");
        }
        Waiter waiter = new Waiter(
                image.ticket(),
                session,
                asker,
                image.request(),
                image.names().stream().map(state.locks::of).toList(),
                image.mode(),
                image.sinceClusterMillis(),
                image.deadlineClusterMillis(),
                image.delayMillis());
        WaitQueues.join(state, waiter);
    }
}
