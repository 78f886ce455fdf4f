package io.lockstep.leader.decision;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.KeyedRequest;
import io.lockstep.common.command.LockName;
import java.util.ArrayList;
import java.util.List;

/**
 * The locks, sessions and servers that a command reads or changes. Two commands with a common key are decided one after
 * the other: the second after the first has been applied.
 */
final class ConflictKeys {

    private ConflictKeys() {}

    /** The keys of a command; keys of the same thing are equal. Never empty. */
    static List<Object> by(Command command) {
        if (command instanceof Command.Acquire acquire) {
            // A LOCK that may wait does not conflict over its locks: the log orders their wait queues.
            boolean waits = acquire.waitMillis() > 0;
            return with(acquire.request().session(), waits ? List.of() : acquire.names());
        }
        if (command instanceof Command.Release release) {
            return with(release.request().session(), release.names());
        }
        if (command instanceof Command.ForceRelease force) {
            return with(force.request().session(), List.of(force.name()));
        }
        if (command instanceof KeyedRequest keyed) {
            return with(keyed.request().session(), List.of(keyed.name()));
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
        if (command instanceof Command.EndIdleSession idle) {
            return List.of(new SessionNumber(idle.session()));
        }
        if (command instanceof Command.ExpireSession expire) {
            return List.of(new SessionNumber(expire.session()));
        }
        if (command instanceof Command.SetMapBytes) {
            return List.of(Singleton.SETTINGS);
        }
        if (command instanceof Command.MembershipChange || command instanceof Command.AcceptLoss) {
            return List.of(Singleton.MEMBERSHIP);
        }
        if (command instanceof Command.ChangeAccess || command instanceof Command.ReportRefusals) {
            return List.of(Singleton.ACCESS);
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
        ACCESS,
        CLUSTER_TIME,
        MEMBERSHIP,
        SETTINGS
    }
}
