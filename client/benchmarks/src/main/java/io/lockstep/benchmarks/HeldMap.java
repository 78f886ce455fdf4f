package io.lockstep.benchmarks;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.Command.FoundCluster;
import io.lockstep.common.command.Command.OpenSession;
import io.lockstep.common.command.Command.RegisterServer;
import io.lockstep.common.command.Command.Release;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import io.lockstep.common.lock.LockStateMachine;
import java.util.List;

/** The lock map of a founded cluster, with locks that other sessions hold, and one session to work with. */
final class HeldMap {

    private static final int SESSIONS = 100;
    private static final long TTL_MILLIS = 10_000;
    private static final ServerIncarnation HOME = new ServerIncarnation(1, 77);

    final LockStateMachine machine = new LockStateMachine();
    private final long session;
    private long requests;
    private long keys;

    /** Founds it, with so many held locks. */
    HeldMap(int locks) {
        apply(new FoundCluster("benchmark", 0));
        apply(new RegisterServer("disk-1", "127.0.0.1:9001", "127.0.0.1:9101"));
        for (int holder = 0; holder < SESSIONS; holder++) {
            long other = open();
            for (int i = 0; i < locks / SESSIONS; i++) {
                RequestId request = new RequestId(other, 1, i + 1, i);
                apply(new Acquire(request, new LockName("orders/customer-" + holder + "/" + i)));
            }
        }
        session = open();
    }

    private long open() {
        keys++;
        OpenSession opening = new OpenSession(
                new SessionKey(7, keys), HOME, "127.0.0.1:" + (10_000 + keys), "client " + keys, TTL_MILLIS, true);
        return ((CommandResult.SessionOpened) apply(opening)).session();
    }

    private RequestId nextRequest() {
        requests++;
        return new RequestId(session, 1, requests, requests - 1);
    }

    /** The next request of the session: to take this lock. */
    Acquire acquire(LockName name) {
        return new Acquire(nextRequest(), name);
    }

    /** The next request of the session: to release this lock. */
    Release release(LockName name) {
        return new Release(nextRequest(), name, 0);
    }

    /** An entry with this command alone. */
    static Entry entry(Command command) {
        Origin origin = new Origin(HOME, 1);
        return new Entry(origin, 1_000, 1_700_000_000_000L, List.of(new Submission(origin, command)));
    }

    /** Applies a command, which must be done. */
    CommandResult apply(Command command) {
        Effect effect = machine.apply(entry(command)).get(0);
        return effect.result();
    }
}
