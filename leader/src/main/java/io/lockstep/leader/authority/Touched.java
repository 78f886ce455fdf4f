package io.lockstep.leader.authority;

import io.lockstep.common.lock.Command;
import java.util.List;

/**
 * What a command reads or changes: locks, sessions, servers. Two commands that touch the same thing are decided one after
 * the other, the second when the first has been applied.
 */
final class Touched {

    private Touched() {}

    /** The things a command touches, as keys that are equal where the thing is the same. Never empty. */
    static List<Object> by(Command command) {
        if (command instanceof Command.Acquire acquire) {
            return List.of(new SessionNumber(acquire.request().session()), acquire.name());
        }
        if (command instanceof Command.Release release) {
            return List.of(new SessionNumber(release.request().session()), release.name());
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

    private record SessionNumber(long session) {}
}
