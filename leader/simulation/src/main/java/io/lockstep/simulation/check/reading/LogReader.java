package io.lockstep.simulation.check.reading;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.KeyedRequest;
import io.lockstep.common.command.Submission;
import java.util.List;

/** Reads the log from beginning to end, command by command, by rules as short as possible. */
final class LogReader {

    final Timeline timeline = new Timeline();
    final LockHistory history = new LockHistory();
    private final LoggedServers servers = new LoggedServers(history.audit);
    final LoggedUsers users = new LoggedUsers(history.audit);
    final LoggedSessions sessions = new LoggedSessions(servers, users);
    private final LoggedLocks locks = new LoggedLocks(sessions, history);
    private final LoggedRequests requests = new LoggedRequests(locks, sessions, users, history);
    private final LoggedLeases leases = new LoggedLeases(locks, requests, sessions);
    private boolean founded;
    private Moment now = Moment.BEGINNING;
    private long clusterMillis;

    LogReader(List<Committed> log) {
        log.forEach(this::read);
    }

    private void read(Committed committed) {
        Entry entry = committed.entry();
        clusterMillis = Math.max(clusterMillis, entry.clusterMillis());
        for (Submission submission : entry.submissions()) {
            now = timeline.next(committed);
            locks.at(now, clusterMillis);
            read(submission.command());
        }
    }

    private void read(Command command) {
        if (command instanceof Command.FoundCluster found) {
            if (!founded) {
                founded = true;
                locks.now.locksPerClient = found.locksPerClient();
                locks.now.leaseMillisMax = found.leaseMillisMax();
            }
        } else if (command instanceof Command.RegisterServer register) {
            servers.register(register, now);
        } else if (command instanceof Command.RemoveServer remove) {
            servers.remove(remove, now);
        } else if (command instanceof Command.FinishRemoval finish) {
            servers.finish(finish.server());
        } else if (command instanceof Command.AcceptLoss accept) {
            servers.acceptLoss(accept, now);
        } else if (command instanceof Command.ChangeAccess change) {
            change(change);
        } else if (command instanceof Command.ReportRefusals report) {
            users.refused(report, now);
        } else if (command instanceof Command.OpenSession open) {
            sessions.open(open, now);
        } else if (command instanceof Command.ResumeSession resume) {
            sessions.resume(resume, now);
        } else if (command instanceof Command.CloseSession close) {
            end(close.session(), close.generation(), Ownership.End.SESSION_CLOSED);
        } else if (command instanceof Command.ExpireSession expire) {
            end(expire.session(), expire.generation(), Ownership.End.SESSION_EXPIRED);
        } else if (command instanceof Command.CancelWait cancel) {
            cancel(cancel);
        } else if (command instanceof Command.PassTime pass) {
            locks.passTime(pass.clusterMillis());
        } else if (command instanceof Command.Request request) {
            request(request);
        }
    }

    private void change(Command.ChangeAccess command) {
        if (users.change(command, now) && command.change() instanceof AccessChange.RemoveUser removal) {
            List<LoggedSession> theirs = sessions.liveOf(removal.user());
            theirs.forEach(each -> sessions.end(each.number, each.generation, Ownership.End.FORCED, now));
            locks.endSessions(theirs, Ownership.End.FORCED);
        }
    }

    private void end(long number, long generation, Ownership.End how) {
        LoggedSession session = sessions.end(number, generation, how, now);
        if (session != null) {
            locks.endSessions(List.of(session), how);
        }
    }

    private void cancel(Command.CancelWait cancel) {
        LoggedSession session = sessions.live(cancel.session(), cancel.generation());
        if (session == null) {
            return;
        }
        LoggedWait wait = locks.now.waiting(session.number, cancel.request());
        if (wait != null) {
            session.cancelled(cancel.request(), now);
            locks.giveUp(wait, LoggedWait.End.CANCELLED);
        } else if (session.isNew(cancel.request())) {
            session.cancelled(cancel.request(), now);
            session.rememberCancelled(cancel.request());
        }
    }

    private void request(Command.Request command) {
        LoggedSession session =
                sessions.live(command.request().session(), command.request().generation());
        long number = command.request().number();
        if (session == null || locks.now.waiting(session.number, number) != null || !session.isNew(number)) {
            return;
        }
        boolean answered = true;
        if (command instanceof Command.Acquire acquire && acquire.lease() != null) {
            answered = leases.acquire(session, acquire, acquire.lease());
        } else if (command instanceof KeyedRequest keyed) {
            leases.change(session, keyed);
        } else if (command instanceof Command.Acquire acquire) {
            answered = requests.acquire(session, acquire);
        } else if (command instanceof Command.Release release) {
            requests.release(session, release);
        } else if (command instanceof Command.ForceRelease force) {
            requests.force(session, force);
        }
        if (answered) {
            session.remember(number);
        }
        session.answeredUpTo(command.request().answeredUpTo());
    }
}
