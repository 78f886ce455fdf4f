package io.lockstep.common.lock.naive;

import io.lockstep.common.command.LockEvent.Ending;
import io.lockstep.common.command.PastGrant;
import io.lockstep.common.lock.naive.NaiveLocks.Held;
import io.lockstep.common.size.MapBytes;
import java.util.ArrayList;
import java.util.List;

/** The grants that have ended: all that ever did. */
final class NaiveHistory {

    private final NaiveModel model;
    private final NaiveLocks locks;

    final List<PastGrant> all = new ArrayList<>();

    NaiveHistory(NaiveModel model, NaiveLocks locks) {
        this.model = model;
        this.locks = locks;
    }

    void add(Held one, Ending ending) {
        all.add(new PastGrant(
                all.size() + 1,
                one.name(),
                one.mode(),
                one.token(),
                one.owner().clientId,
                one.owner().opening.label(),
                one.owner().address,
                one.wallMillis(),
                model.wallMillis,
                model.clusterMillis - one.clusterMillis(),
                one.waitedMillis(),
                ending,
                locks.queue(one.name()).size()));
    }

    /** The newest that fit, oldest first. */
    List<PastGrant> newest() {
        int from = all.size();
        long bytes = 0;
        while (from > 0 && bytes + MapBytes.ofPastGrant(all.get(from - 1)) <= model.historyBytesMax) {
            bytes += MapBytes.ofPastGrant(all.get(--from));
        }
        return all.subList(from, all.size());
    }
}
