package io.lockstep.simulation.check.reading;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.Right;
import io.lockstep.common.access.Rule;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A committed log that a test writes entry by entry. It begins with a cluster of one server and one lock per client,
 * and with the sessions 1 and 2 from the addresses A:1 and B:1. Times are milliseconds.
 */
public final class LogScript {

    private static final ServerIncarnation HOME = new ServerIncarnation(1, 99);
    private static final long TTL_MILLIS = 2_000;

    private final List<Committed> log = new ArrayList<>();

    public LogScript() {
        commit(1, 1, new Command.FoundCluster("cluster", 1), new Command.RegisterServer("disk", "c:1", "p:1"));
        commit(2, 2, open("A:1", true), open("B:1", true));
    }

    public static Command open(String address, boolean resumable) {
        return new Command.OpenSession(new SessionKey(address.hashCode(), 1), HOME, address, "", TTL_MILLIS, resumable);
    }

    public static Command open(String address, String user) {
        return new Command.OpenSession(
                new SessionKey(address.hashCode(), 1), HOME, address, "", TTL_MILLIS, true, user, false);
    }

    /** The first administrator, {@code admin}. */
    public static Command firstAdmin(String token) {
        return change(new AccessChange.FirstAdmin("admin", Logins.hash(token)));
    }

    public static Command addUser(String user, String token) {
        return change(new AccessChange.AddUser(user, Logins.hash(token), false));
    }

    public static Command rotate(String user, String token) {
        return change(new AccessChange.RotateToken(user, Logins.hash(token)));
    }

    public static Command allow(String user, Right right, String prefix) {
        return change(new AccessChange.Allow(user, new Rule(right, prefix)));
    }

    public static Command deny(String user, Right right, String prefix) {
        return change(new AccessChange.Deny(user, new Rule(right, prefix)));
    }

    public static Command change(AccessChange change) {
        return new Command.ChangeAccess(change, "admin", "B:1");
    }

    public static Command acquire(long session, long request, String name) {
        return new Command.Acquire(new RequestId(session, 1, request, request - 1), new LockName(name));
    }

    public static Command await(long session, long request, String name, long waitMillis) {
        return await(session, request, LockMode.EXCLUSIVE, waitMillis, name);
    }

    public static Command await(long session, long request, LockMode mode, long waitMillis, String... names) {
        return new Command.Acquire(
                new RequestId(session, 1, request, 0),
                Stream.of(names).map(LockName::new).toList(),
                mode,
                waitMillis,
                0);
    }

    public static Command force(long session, long request, String name, long token) {
        return new Command.ForceRelease(
                new RequestId(session, 1, request, 0), new LockName(name), token, "anna", "gone");
    }

    public static Command release(long session, long request, String name) {
        return new Command.Release(new RequestId(session, 1, request, request - 1), new LockName(name), 0);
    }

    /** Adds an entry with these commands. */
    public LogScript commit(long index, long atMillis, Command... commands) {
        List<Submission> submissions = new ArrayList<>();
        for (Command command : commands) {
            submissions.add(new Submission(new Origin(HOME, index), command));
        }
        log.add(new Committed(index, atMillis * 1_000, new Entry(new Origin(HOME, index), atMillis, 0, submissions)));
        return this;
    }

    /** Starts again with an empty log. */
    public void clear() {
        log.clear();
    }

    public LogReading read() {
        return new LogReading(log);
    }
}
