package io.lockstep.endtoend.scale;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import io.lockstep.common.lock.LockStateMachine;
import java.util.ArrayList;
import java.util.List;

/** A lock map in this process, without a server, with so many held locks. */
final class FilledMap {

    private static final int NAMES_PER_REQUEST = 16;
    private static final int REQUESTS_PER_SESSION = 625;
    private static final ServerIncarnation HOME = new ServerIncarnation(1, 77);

    final LockStateMachine machine = new LockStateMachine();

    FilledMap(int locks) {
        apply(new Command.FoundCluster("c", 0, Long.MAX_VALUE, Limits.LEASE_MILLIS_MAX_DEFAULT, 0));
        apply(new Command.RegisterServer("disk-1", "127.0.0.1:9001", "127.0.0.1:9101"));
        long session = 0;
        for (int from = 0; from < locks; from += NAMES_PER_REQUEST) {
            int request = from / NAMES_PER_REQUEST % REQUESTS_PER_SESSION + 1;
            session = request == 1 ? open(from) : session;
            List<LockName> names = new ArrayList<>();
            for (int number = from; number < Math.min(locks, from + NAMES_PER_REQUEST); number++) {
                names.add(new LockName("orders/customer-" + number));
            }
            RequestId id = new RequestId(session, 1, request, request - 1);
            apply(new Command.Acquire(id, names, LockMode.EXCLUSIVE, 0, 0));
        }
        if (machine.lockCount() != locks) {
            throw new AssertionError(machine.lockCount() + " locks are held, not " + locks);
        }
    }

    private long open(int number) {
        Command open = new Command.OpenSession(
                new SessionKey(7, number), HOME, "127.0.0.1:" + (10_000 + number % 50_000), "many", 9_000, true);
        return ((CommandResult.SessionOpened) apply(open)).session();
    }

    private CommandResult apply(Command command) {
        Origin origin = new Origin(HOME, 1);
        Entry entry = new Entry(origin, 1_000, 1_700_000_000_000L, List.of(new Submission(origin, command)));
        return machine.apply(entry).get(0).result();
    }
}
