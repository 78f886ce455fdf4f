package io.lockstep.leader.lease;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.Submission;
import io.lockstep.common.lock.Session;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.forwarding.Contacts;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.leader.decision.LeaderDecisions;
import io.lockstep.leader.decision.ReadIndex;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The leases of all sessions, on a leader. A session ends by an entry in the log, proposed after its lease ran out here
 * and leadership was confirmed after that. A renewal counts once leadership was confirmed after it arrived.
 */
public final class SessionLeases {

    private final ServerIncarnation home;
    private final ReplicatedMap map;
    private final LeaderDecisions decisions;
    private final ReadIndex readIndex;
    private final NodeClock clock;
    private final Contacts contacts;
    private final LeaseTable watch = new LeaseTable();

    /**
     * @param decisions receives the commands that end sessions
     * @param readIndex confirms leadership for renewals and expiries
     * @param contacts learns from each report that its server is heard of
     */
    public SessionLeases(
            ServerIncarnation home,
            ReplicatedMap map,
            LeaderDecisions decisions,
            ReadIndex readIndex,
            NodeClock clock,
            Contacts contacts) {
        this.home = home;
        this.map = map;
        this.decisions = decisions;
        this.readIndex = readIndex;
        this.clock = clock;
        this.contacts = contacts;
        map.machine().sessions(0).forEach(this::start);
    }

    /** A session that is there for a grant with its own lease ends in cluster time. */
    private void start(Session session) {
        if (session.lease() == null) {
            watch.start(
                    session.number(),
                    session.ttlMillis(),
                    session.resumable() ? null : session.home(),
                    clock.nanoTime());
        }
    }

    /**
     * Takes a server's report of renewals. The reply tells when the renewals in it count. Those of sessions that are
     * not known to be at that server do not; the server reports them again.
     */
    public void reported(PeerMessage.RenewalReport report, Consumer<PeerMessage.FromLeader> reply) {
        long nowNanos = clock.nanoTime();
        watch.serverReported(report.home(), nowNanos);
        contacts.reported(report.home().server(), Set.copyOf(report.linked()));
        Set<Long> elsewhere = new HashSet<>();
        for (PeerMessage.SessionAge age : report.sessions()) {
            Session session = map.machine().session(age.session());
            if (session == null || session.home().server() != report.home().server() || age.ageMillis() < 0) {
                elsewhere.add(age.session());
            } else {
                watch.renewed(age.session(), nowNanos - TimeUnit.MILLISECONDS.toNanos(age.ageMillis()));
            }
        }
        readIndex.await(confirmed -> {
            if (confirmed) {
                List<Long> ended = report.sessions().stream()
                        .map(PeerMessage.SessionAge::session)
                        .filter(session -> elsewhere.contains(session) || !watch.renewable(session))
                        .toList();
                reply.accept(new PeerMessage.Renewed(report.report(), ended, silences()));
            }
        });
    }

    private List<PeerMessage.Silence> silences() {
        return contacts.silences(map.machine().servers().stream()
                .filter(known -> !known.isRemoved())
                .map(RegisteredServer::server)
                .toList());
    }

    /** Starts and ends leases as sessions come and go in the log. */
    public void applied(Entry entry, List<Effect> effects) {
        List<Submission> submissions = entry.submissions();
        for (int i = 0; i < submissions.size(); i++) {
            Command command = submissions.get(i).command();
            if (effects.get(i).result() instanceof CommandResult.SessionOpened opened) {
                Session session = map.machine().session(opened.session());
                if (session != null) {
                    start(session);
                }
            } else if (effects.get(i).result() instanceof CommandResult.SessionEnded) {
                watch.forget(ended(command));
            }
        }
    }

    private static long ended(Command command) {
        if (command instanceof Command.CloseSession close) {
            return close.session();
        }
        return command instanceof Command.EndIdleSession idle
                ? idle.session()
                : ((Command.ExpireSession) command).session();
    }

    /** Proposes the end of sessions whose lease has run out. */
    public void tick() {
        List<Long> due = watch.due(clock.nanoTime());
        if (!due.isEmpty()) {
            readIndex.await(confirmed -> {
                if (confirmed) {
                    due.forEach(this::expire);
                }
            });
        }
    }

    private void expire(long number) {
        Session session = map.machine().session(number);
        if (session == null) {
            watch.forget(number);
            return;
        }
        Submission expiry =
                new Submission(new Origin(home, 0), new Command.ExpireSession(number, session.generation()));
        if (watch.due(number, clock.nanoTime()) && decisions.takeOwn(expiry)) {
            watch.markExpiring(number);
        }
    }

    /** This node was stalled, so renewals may still wait in its sockets: every lease starts again. */
    public void stalled() {
        watch.extendAll(clock.nanoTime());
    }

    /** Milliseconds until the session's lease runs out, for display. */
    public long remainingMillis(long session) {
        return watch.remainingMillis(session, clock.nanoTime());
    }
}
