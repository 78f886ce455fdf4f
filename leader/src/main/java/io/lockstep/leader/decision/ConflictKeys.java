package io.lockstep.leader.decision;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.LockName;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command reads or changes: locks, sessions, servers. Two commands that touch the same thing are decided one after
 * the other, the second when the first has been applied.
 */
final class ConflictKeys {

    private ConflictKeys() {}

    /** The things a command touches, as keys that are equal where the thing is the same. Never empty. */
    static List<Object> by(Command command) {
        if (command instanceof Command.Acquire acquire) {
            // Who is ready to wait need not know first who is before him: the line is in the log.
            boolean waits = acquire.waitMillis() > 0;
            return with(acquire.request().session(), waits ? List.of() : acquire.names());
        }
        if (command instanceof Command.Release release) {
            return with(release.request().session(), release.names());
        }
        if (command instanceof Command.ForceRelease force) {
            return with(force.request().session(), List.of(force.name()));
        }
        if (command instanceof Command.CancelWait cancel) {
            return List.of(new SessionNumber(cancel.session()));
        }
        if (command instanceof Command.PassTime) {
            return List.of(Singleton.CLUSTER_TIME);
        }
        if (command instanceof Command.OpenSession open) {
            return List.of(open.key());
        }
        if (command instanceof Command.ResumeSession resume) {
            return List.of(new SessionNumber(resume.session()));
        }
        if (command instanceof Command.CloseSession close) {
            return List.of(new SessionNumber(close.session()));
        }
        if (command instanceof Command.ExpireSession expire) {
            return List.of(new SessionNumber(expire.session()));
        }
        if (command instanceof Command.RegisterServer register) {
            return List.of(register.storageId());
        }
        if (command instanceof Command.FoundCluster found) {
            return List.of(found.clusterId());
        }
        throw new IllegalStateException("no such command: " + command);
    }

    private static List<Object> with(long session, List<LockName> names) {
        List<Object> touched = new ArrayList<>(names.size() + 1);
        touched.add(new SessionNumber(session));
        touched.addAll(names);
        return touched;
    }

    private record SessionNumber(long session) {}

    private enum Singleton {
        CLUSTER_TIME
    }
}
