package io.lockstep.common.lock;

import io.lockstep.common.lock.StateImage.BlockedImage;
import io.lockstep.common.lock.StateImage.SessionImage;
import io.lockstep.common.lock.StateImage.WaiterImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
                state.clientIds.freeze(),
                state.sessions.all().stream().map(Session::freeze).toList(),
                state.sessions.all().stream()
                        .flatMap(session -> session.waiters().stream())
                        .map(StateImages::freeze)
                        .sorted(Comparator.comparingLong(WaiterImage::ticket))
                        .toList(),
                state.locks.all().stream()
                        .filter(lock -> lock.blockedUntilMillis() != 0)
                        .map(lock -> new BlockedImage(lock.name(), lock.blockedUntilMillis()))
                        .toList(),
                List.copyOf(state.audit.all()));
    }

    private static WaiterImage freeze(Waiter waiter) {
        return new WaiterImage(
                waiter.ticket(),
                waiter.session().number(),
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
        state.clusterMillis = image.clusterMillis();
        state.lastTicket = image.lastTicket();
        image.servers().forEach(state.servers::add);
        state.clientIds.restore(image.clientIds());
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
    }

    private static void restoreSessions(ClusterState state, List<SessionImage> images) {
        record Held(Grant grant, Session owner) {}
        List<Held> all = new ArrayList<>();
        for (SessionImage image : images) {
            Session session = state.sessions.restore(image);
            image.locks().forEach(grant -> all.add(new Held(grant.copy(), session)));
        }
        // Adds grants over all sessions in the order of tokens, since the holders of a shared lock have that order,
        // too.
        all.sort(Comparator.comparingLong(held -> held.grant().token()));
        all.forEach(held -> state.locks.hold(held.grant(), held.owner()));
    }

    private static void restore(ClusterState state, WaiterImage image) {
        Session session = state.sessions.get(image.session());
        if (session == null) {
            throw new IllegalArgumentException("a waiter of session " + image.session() + ", which is not there");
        }
        Waiter waiter = new Waiter(
                image.ticket(),
                session,
                image.request(),
                image.names().stream().map(state.locks::of).toList(),
                image.mode(),
                image.sinceClusterMillis(),
                image.deadlineClusterMillis(),
                image.delayMillis());
        WaitQueues.join(state, waiter);
    }
}
