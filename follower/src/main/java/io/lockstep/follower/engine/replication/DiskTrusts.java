package io.lockstep.follower.engine.replication;

import io.lockstep.follower.replication.DiskTrust;
import io.lockstep.follower.trust.AcceptedLoss;
import io.lockstep.follower.trust.Doubt;
import io.lockstep.follower.trust.VoteGate;

/** What the vote gate knows, in the words of the node. */
final class DiskTrusts {

    private DiskTrusts() {}

    static DiskTrust of(VoteGate gate) {
        AcceptedLoss accepted = gate.acceptedLoss();
        boolean doubted = gate.doubt() != Doubt.NONE;
        if (!doubted && accepted == null) {
            return DiskTrust.FULL;
        }
        DiskTrust.Loss loss = accepted == null
                ? null
                : new DiskTrust.Loss(
                        accepted.start(),
                        accepted.kept().index(),
                        accepted.known().index(),
                        accepted.operator());
        return new DiskTrust(doubted, gate.waitsFor(), loss);
    }
}
