package io.lockstep.follower.engine.replication;

import io.lockstep.follower.peer.PeerLink;
import io.lockstep.follower.peer.PeerListener;
import io.lockstep.follower.peer.PeerRefusal;
import java.util.List;

/** Ignores the events of all links. */
final class DeafListener implements PeerListener {

    @Override
    public void linkUp(PeerLink link) {}

    @Override
    public void received(PeerLink link, List<byte[]> messages) {}

    @Override
    public void linkClosed(PeerLink link) {}

    @Override
    public void refused(PeerRefusal refusal) {}
}
