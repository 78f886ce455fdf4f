package io.lockstep.simulation;

import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Coverage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The events that must occur over many seeds, so that no promise is kept only for lack of a test. Each check declares
 * what it judges, and these subjects count, too.
 */
final class MustHappen {

    /** Each kind must occur at least once in this many seeds, on average. */
    private static final long SEEDS_PER_OCCURRENCE = 200;

    private static final List<String> KINDS = List.of(
            "fault: disk wiped",
            "fault: server to be removed, exchange",
            "fault: server to be removed, replace",
            "fault: server to be removed, shrink",
            "server: removed",
            "LOCK: OK",
            "LOCK: HELD",
            "LOCK: ALREADY",
            "LOCK: BUSY",
            "LOCK: DELAYED",
            "LOCK: DEADLOCK",
            "map: feature level 2",
            "map: feature level 3",
            "LOCK: MODE",
            "LOCK: LIMIT",
            "LOCK: TIMEOUT",
            "LOCK: CANCELLED",
            "LOCK: STALE_REQUEST",
            "LOCK: NO_LEADER",
            "LOCK: OUTCOME_UNKNOWN",
            "LOCK: AUTH_REQUIRED",
            "LOCK: DENIED",
            "LOCK: no answer",
            "EXTEND: OK",
            "EXTEND: NOT_OWNER",
            "EXTEND: NOT_HELD",
            "EXTEND: OUTCOME_UNKNOWN",
            "RELEASE: OK",
            "RELEASE: NOT_HELD",
            "RELEASE: NOT_OWNER",
            "RELEASE: STALE_TOKEN",
            "RELEASE: STALE_REQUEST",
            "RELEASE: OUTCOME_UNKNOWN",
            "RELEASE: DENIED",
            "CANCEL: OK",
            "CANCEL: OUTCOME_UNKNOWN",
            "FORCE: OK",
            "FORCE: NOT_HELD",
            "FORCE: STALE_TOKEN",
            "FORCE: OUTCOME_UNKNOWN",
            "FORCE: DENIED",
            "STATUS: OK",
            "STATUS: BEHIND",
            "STATUS: AUTH_REQUIRED",
            "STATUS: DENIED",
            "STATUS sync: OK",
            "STATUS sync: NO_LEADER",
            "LIST: OK",
            "LIST: DENIED",
            "WHO: OK",
            "WHO: DENIED",
            "SESSIONS: OK",
            "SESSIONS: DENIED",
            "HISTORY: OK",
            "HISTORY: DENIED",
            "WATCH: OK",
            "WATCH: DENIED",
            "WATCH: LIMIT",
            "UNWATCH: OK",
            "AUDIT: OK",
            "AUDIT: DENIED",
            "AUDIT: rows",
            "AUTH: OK",
            "AUTH: AUTH_FAILED",
            "AUTH: SESSION_OPEN",
            "AUTH: no answer",
            "USER: OK",
            "USER: DENIED",
            "USER: USERS",
            "USER: OUTCOME_UNKNOWN",
            "ALLOW: OK",
            "DENY: OK",
            "PING: OK",
            "WHOAMI: OK",
            "QUIT: OK",
            "HELLO: OK",
            "HELLO session=: OK",
            "HELLO: BEHIND",
            "HELLO: NO_LEADER",
            "HELLO: SESSION_EXPIRED",
            "HELLO: AUTH_REQUIRED",
            "HELLO: LIMIT",
            "push: QUEUED",
            "push: LOST reason=forced",
            "push: LOST reason=expired",
            "push: BYE reason=taken-over",
            "push: BYE reason=expired",
            "push: BYE reason=shutdown",
            "push: BYE reason=removed",
            "push: GAP to a watch",
            "push: UNQUEUED to a watch reason=timeout",
            "push: UNQUEUED to a watch reason=cancelled",
            "push: UNQUEUED to a watch reason=closed",
            "push: UNQUEUED to a watch reason=expired",
            "push: RELEASED to a watch reason=release",
            "push: RELEASED to a watch reason=forced",
            "push: RELEASED to a watch reason=closed",
            "grant: exclusive",
            "grant: shared",
            "grant: semaphore",
            "grant: several locks",
            "release: several locks",
            "lock: RELEASED",
            "lock: FORCED",
            "lock: SESSION_CLOSED",
            "lock: SESSION_EXPIRED",
            "lock: LEASE_EXPIRED",
            "lock-delay",
            "wait: GRANTED",
            "wait: GRANTED several locks",
            "wait: TIMEOUT",
            "wait: CANCELLED",
            "wait: REPLACED",
            "wait: SESSION_CLOSED",
            "wait: SESSION_EXPIRED",
            "log: RegisterServer",
            "log: OpenSession",
            "log: ResumeSession",
            "log: CloseSession",
            "log: ExpireSession",
            "log: CancelWait",
            "log: ForceRelease",
            "log: PassTime",
            "log: Extend",
            "log: FirstAdmin",
            "log: AddUser",
            "log: RemoveUser",
            "log: RotateToken",
            "log: FinishRotation",
            "log: SetQuota",
            "log: Allow",
            "log: Deny",
            "log: ReportRefusals",
            "session: ended with its user",
            "server: joined",
            "server: leads",
            "server: snapshot taken",
            "server: snapshot loaded",
            "fault: crash",
            "fault: told to stop",
            "fault: stall",
            "fault: partition",
            "fault: one way blocked",
            "fault: link broken",
            "fault: slow log",
            "fault: leadership transferred",
            "fault: connection of a client broken",
            "fault: client held up");

    private MustHappen() {}

    /** Returns the kinds that occurred too rarely in this many seeds, and how often; empty if there are none. */
    static Map<String, Long> missing(Coverage coverage, long seeds) {
        long least = seeds / SEEDS_PER_OCCURRENCE;
        Map<String, Long> missing = new TreeMap<>();
        coverage.times().forEach((kind, times) -> {
            if (kind.startsWith(CheckVerdict.JUDGED) && times < least) {
                missing.put(kind, times);
            }
        });
        for (String kind : KINDS) {
            if (coverage.of(kind) < least) {
                missing.put(kind, coverage.of(kind));
            }
        }
        return missing;
    }
}
