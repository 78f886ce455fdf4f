package io.lockstep.common.lock;

import java.util.List;

/** Everything the state machine knows, in tables that the rules look at and change. */
final class ClusterState {

    final Limits limits;
    final ServerTable servers = new ServerTable();
    final SessionTable sessions = new SessionTable();
    final LockTable locks = new LockTable();
    final ClientIds clientIds;

    /** Empty until the cluster is founded. */
    String clusterId = "";

    int locksPerClient;
    long clusterMillis;

    /** Of the entry being applied; for display only, and so no part of the state. */
    long wallMillis;

    ClusterState(Limits limits) {
        this.limits = limits;
        clientIds = new ClientIds(limits.clientIdsPerServer());
    }

    boolean isFounded() {
        return !clusterId.isEmpty();
    }

    /** Frees all that a session has, and forgets it. */
    void end(Session session) {
        locks.releaseAll(session);
        clientIds.giveBack(session.clientId());
        sessions.remove(session);
    }

    /** What others see of a grant. */
    Hold holdOf(Grant grant) {
        Session owner = ownerOf(grant);
        return new Hold(
                grant.name(),
                grant.token(),
                owner.number(),
                owner.clientId(),
                owner.home().server(),
                owner.clientAddress(),
                grant.sinceClusterMillis(),
                grant.sinceWallMillis());
    }

    static Session ownerOf(Grant grant) {
        Session owner = grant.owner;
        if (owner == null) {
            throw new IllegalStateException("in the map without an owner: " + grant.name());
        }
        return owner;
    }

    StateImage freeze() {
        return new StateImage(
                clusterId,
                locksPerClient,
                clusterMillis,
                locks.lastToken(),
                sessions.lastNumber(),
                List.copyOf(servers.all()),
                clientIds.freeze(),
                sessions.all().stream().map(Session::freeze).toList());
    }

    void restore(StateImage image) {
        clusterId = image.clusterId();
        locksPerClient = image.locksPerClient();
        clusterMillis = image.clusterMillis();
        image.servers().forEach(servers::add);
        clientIds.restore(image.clientIds());
        sessions.restoreCounter(image.lastSession());
        locks.restoreCounter(image.lastToken());
        for (StateImage.SessionImage sessionImage : image.sessions()) {
            Session session = sessions.restore(sessionImage);
            sessionImage.locks().forEach(grant -> locks.restore(grant, session));
        }
    }
}
