package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.LOCK_1;

import io.lockstep.common.access.TokenHash;
import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.Command.Request;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.Leased;
import io.lockstep.common.command.GrantKey;
import io.lockstep.common.command.LeaseTerms;
import io.lockstep.common.command.LockMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two clients of a cluster, and how a test has them ask for grants with a lease of their own. */
abstract class TwoLeaseClients {

    static final long LEASE_MILLIS = 30_000;
    static final long WAIT_MILLIS = 60_000;

    /** Stands for whichever client id the grant has. */
    static final int ANYBODY = 0;

    final Cluster cluster = new Cluster();
    final Cluster.Client first = cluster.open(1);
    final Cluster.Client second = cluster.open(2);

    CommandResult byAnybody(Request request) {
        return byAnybody(cluster.apply(request));
    }

    static CommandResult byAnybody(CommandResult result) {
        return result instanceof Leased leased ? new Leased(leased.token(), ANYBODY, leased.leaseMillis()) : result;
    }

    Map<Integer, CommandResult> answered() {
        Map<Integer, CommandResult> answers = new HashMap<>();
        cluster.answered().forEach((client, answer) -> answers.put(client, byAnybody(answer)));
        return answers;
    }

    static GrantKey key(int number) {
        return new GrantKey(new TokenHash(number, 0, 0, 0));
    }

    CommandResult lock(Cluster.Client asker, int key, long waitMillis) {
        return lock(asker, key, waitMillis, LEASE_MILLIS, 0);
    }

    CommandResult lock(Cluster.Client asker, int key, long waitMillis, long leaseMillis, long holdMillis) {
        LeaseTerms terms = new LeaseTerms(key(key), leaseMillis, holdMillis);
        return byAnybody(new Acquire(asker.nextRequest(), List.of(LOCK_1), LockMode.EXCLUSIVE, waitMillis, 0, terms));
    }
}
