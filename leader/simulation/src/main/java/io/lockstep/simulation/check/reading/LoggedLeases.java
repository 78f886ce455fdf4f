package io.lockstep.simulation.check.reading;

import io.lockstep.common.access.Quotas;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.GrantKey;
import io.lockstep.common.command.KeyedRequest;
import io.lockstep.common.command.LeaseTerms;
import io.lockstep.common.command.LockName;
import io.lockstep.common.protocol.Verb;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The grants with their own lease as {@link LogReading} follows them, by the words of {@code docs/PROTOCOL.md}. */
final class LoggedLeases {

    private static final long LEASE_MILLIS_MIN = 1_000;

    private final LoggedLocks locks;
    private final LoggedRequests requests;
    private final LoggedSessions sessions;

    LoggedLeases(LoggedLocks locks, LoggedRequests requests, LoggedSessions sessions) {
        this.locks = locks;
        this.requests = requests;
        this.sessions = sessions;
    }

    /** Returns whether the request has its answer now. */
    boolean acquire(LoggedSession asker, Command.Acquire command, LeaseTerms terms) {
        List<String> names = command.names().stream().map(LockName::text).toList();
        long number = command.request().number();
        Ownership held = held(terms.key());
        if (held != null) {
            if (names.contains(held.name)) {
                locks.applied(asker.number, number, Verb.LOCK, names, held.token);
            }
            return true;
        }
        for (LoggedWait wait : locks.now.queue) {
            LoggedSession own = sessions.byNumber.get(wait.session);
            if (own.lease != null && own.lease.key.equals(terms.key())) {
                boolean isTheSame = command.waitMillis() > 0
                        && wait.names.equals(names)
                        && wait.mode.equals(command.mode())
                        && sessions.byNumber.get(wait.asker).user().equals(asker.user());
                if (isTheSame) {
                    locks.replace(wait, asker, command);
                }
                return !isTheSame;
            }
        }
        boolean free = requests.isFree(names, command.mode());
        if (requests.isOutOfReach(asker, names, command.mode())
                || (!free && (command.waitMillis() == 0 || requests.exceedsQuota(Quotas.Kind.WAITERS, asker, 1)))) {
            return true;
        }
        LoggedLease lease = new LoggedLease(terms.key(), bounded(terms.leaseMillis()), terms.holdMillis());
        LoggedSession own = sessions.openFor(lease, asker, locks.moment());
        if (own == null) {
            return true;
        }
        if (free) {
            locks.grant(own, asker.number, number, names, command.mode(), command.delayMillis());
        } else {
            locks.queue(own, asker, command);
        }
        return free;
    }

    private @Nullable Ownership held(GrantKey key) {
        return locks.now.held.stream()
                .filter(each -> each.lease != null && each.lease.key.equals(key))
                .findFirst()
                .orElse(null);
    }

    private long bounded(long millis) {
        return Math.max(LEASE_MILLIS_MIN, Math.min(millis, locks.now.leaseMillisMax));
    }

    void change(LoggedSession asker, KeyedRequest command) {
        Ownership held = held(command.key());
        String name = command.name().text();
        if (held == null
                || held.lease == null
                || !held.name.equals(name)
                || (command.token() != 0 && command.token() != held.token)) {
            return;
        }
        long number = command.request().number();
        if (command instanceof KeyedRequest.Extend extend) {
            held.lease.millis = bounded(extend.leaseMillis());
            held.lease.run(locks.moment(), locks.clusterMillis());
            locks.applied(asker.number, number, Verb.EXTEND, List.of(name), held.token);
        } else if (command instanceof KeyedRequest.Release release) {
            locks.applied(asker.number, number, Verb.RELEASE, List.of(name), held.token);
            locks.release(held, release.holdMillis() < 0 ? held.lease.holdMillis : release.holdMillis());
        }
    }
}
