package io.lockstep.common.lock.naive;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.Cancelled;
import io.lockstep.common.command.CommandResult.Founded;
import io.lockstep.common.command.CommandResult.NoSession;
import io.lockstep.common.command.CommandResult.NotWaiting;
import io.lockstep.common.command.CommandResult.OutOfPlace;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.CommandResult.StaleRequest;
import io.lockstep.common.command.CommandResult.TakenOver;
import io.lockstep.common.command.CommandResult.TimePassed;
import io.lockstep.common.command.CommandResult.WaitCancelled;
import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.GrantKey;
import io.lockstep.common.command.KeyedRequest;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockEvent.Ending;
import io.lockstep.common.command.LockEvent.Leaving;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.Submission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The rules once more, in the plainest way: lists that are searched from end to end, with nothing ever dropped. Shares
 * no code with the state machine but the records. This class has the kept answers, {@link NaiveLocks}
 * the locks, {@link NaiveSessions} the rules of sessions, {@link NaiveUsers} the users.
 */
public final class NaiveModel {

    static final class LiveSession {
        long number;
        int clientId;
        Command.OpenSession opening;
        long generation = 1;
        long attempt;
        ServerIncarnation home;
        String address;
        String user = "";
        long answeredUpTo;
        final TreeMap<Long, CommandResult> answers = new TreeMap<>();

        /** Of the grant that the session is there for; null if its client keeps it alive. */
        GrantKey grantKey;

        long leaseMillis;
        long holdMillis;
        long leaseEndsMillis;
    }

    final int clientIdsPerServer;
    final NaiveLocks locks;
    final NaiveViews views;
    final NaiveUsers users = new NaiveUsers(this);
    private final NaiveRequests requests;
    boolean founded;
    int locksPerClient;
    int featureLevel = 1;
    long leaseMillisMax;
    long historyBytesMax;
    long mapBytesMax = Long.MAX_VALUE;
    long clusterMillis;
    long wallMillis;
    long sessionNumbers;
    final List<RegisteredServer> servers = new ArrayList<>();
    final Map<Integer, List<Integer>> idsToGiveOut = new HashMap<>();
    final List<LiveSession> sessions = new ArrayList<>();

    /** Makes the model of a cluster that is not founded yet. */
    public NaiveModel(Limits limits) {
        clientIdsPerServer = limits.clientIdsPerServer();
        locks = new NaiveLocks(this);
        views = new NaiveViews(locks, limits);
        requests = new NaiveRequests(this, locks, limits);
    }

    /** Returns when the next wait or lock-delay ends; {@link Long#MAX_VALUE} if there is none. */
    public long nextDueMillis() {
        return locks.nextDueMillis();
    }

    /** Applies one entry of the log, and returns the effects of its submissions. */
    public List<Effect> apply(Entry entry) {
        if (entry.clusterMillis() > clusterMillis) {
            clusterMillis = entry.clusterMillis();
        }
        wallMillis = entry.wallMillis();
        List<Effect> effects = new ArrayList<>();
        for (Submission submission : entry.submissions()) {
            locks.events.clear();
            CommandResult result = apply(submission.command());
            effects.add(new Effect(result, locks.events));
        }
        locks.check();
        return effects;
    }

    /** Some commands enter the log only once the level of the cluster has risen. */
    public static int neededLevel(Command command) {
        return command instanceof Command.ForceRelease force && force.request().number() % 2 == 0 ? 2 : 1;
    }

    private CommandResult apply(Command command) {
        int needed = neededLevel(command);
        if (needed > featureLevel) {
            return new CommandResult.LevelTooLow(needed, featureLevel);
        }
        if (command instanceof Command.FoundCluster found) {
            if (founded) {
                return new OutOfPlace();
            }
            founded = true;
            locksPerClient = found.locksPerClient();
            leaseMillisMax = found.leaseMillisMax();
            historyBytesMax = found.historyBytesMax();
            return new Founded();
        }
        if (!founded) {
            return new OutOfPlace();
        }
        if (command instanceof Command.MembershipChange change) {
            CommandResult result = new NaiveServers(this).apply(change);
            new NaiveServers(this).raiseLevel();
            return result;
        }
        if (command instanceof Command.AcceptLoss accept) {
            return new NaiveServers(this).acceptLoss(accept);
        }
        if (command instanceof Command.SetMapBytes set) {
            return new NaiveServers(this).setMapBytes(set);
        }
        if (command instanceof Command.ChangeAccess change) {
            return users.change(change);
        }
        if (command instanceof Command.ReportRefusals report) {
            return users.reportRefusals(report);
        }
        if (command instanceof Command.OpenSession open) {
            return new NaiveSessions(this).open(open);
        }
        if (command instanceof Command.ResumeSession resume) {
            return new NaiveSessions(this).resume(resume);
        }
        if (command instanceof Command.CloseSession close) {
            return new NaiveSessions(this).end(close.session(), close.generation(), Leaving.CLOSED, Ending.CLOSED);
        }
        if (command instanceof Command.ExpireSession expire) {
            return new NaiveSessions(this).end(expire.session(), expire.generation(), Leaving.EXPIRED, Ending.EXPIRED);
        }
        if (command instanceof Command.EndIdleSession idle) {
            return new NaiveSessions(this).endIdle(idle);
        }
        if (command instanceof Command.CancelWait cancel) {
            return cancel(cancel);
        }
        if (command instanceof Command.PassTime pass) {
            locks.passTime(pass.clusterMillis());
            return new TimePassed();
        }
        return request((Command.Request) command);
    }

    private CommandResult cancel(Command.CancelWait command) {
        LiveSession session = find(command.session());
        if (session == null || session.grantKey != null) {
            return new NoSession();
        }
        if (session.generation != command.generation()) {
            return new TakenOver(session.generation);
        }
        NaiveLocks.Waiting waiting = waiting(session, command.request());
        if (waiting != null) {
            locks.giveUp(waiting, Leaving.CANCELLED);
            return new WaitCancelled();
        }
        if (kept(session, command.request()) instanceof Cancelled) {
            return new WaitCancelled();
        }
        if (kept(session, command.request()) != null || isStale(session, command.request())) {
            return new NotWaiting();
        }
        session.answers.put(command.request(), new Cancelled());
        return new WaitCancelled();
    }

    private CommandResult request(Command.Request command) {
        RequestId request = command.request();
        LiveSession session = find(request.session());
        if (session == null || session.grantKey != null) {
            return new NoSession();
        }
        CommandResult kept = kept(session, request.number());
        if (kept != null) {
            return kept;
        }
        NaiveLocks.Waiting waiting = waiting(session, request.number());
        if (waiting != null) {
            return new Queued(locks.placeOf(waiting));
        }
        if (session.generation != request.generation()) {
            return new TakenOver(session.generation);
        }
        if (isStale(session, request.number())) {
            List<Long> newest = newest(session);
            return new StaleRequest(newest.isEmpty() ? 0 : newest.get(newest.size() - 1));
        }
        CommandResult result = decide(session, command);
        if (!(result instanceof Queued)) {
            session.answers.put(request.number(), result);
        }
        session.answeredUpTo = Math.max(session.answeredUpTo, request.answeredUpTo());
        return result;
    }

    private CommandResult decide(LiveSession session, Command.Request command) {
        if (command instanceof KeyedRequest keyed) {
            return new NaiveLeases(this, requests).decide(keyed);
        }
        if (command instanceof Command.Acquire acquire && acquire.lease() != null) {
            return new NaiveLeases(this, requests).acquire(session, acquire);
        }
        if (command instanceof Command.Acquire acquire) {
            return requests.acquire(session, acquire);
        }
        if (command instanceof Command.Release release) {
            return requests.release(session, release);
        }
        return requests.forceRelease(session, (Command.ForceRelease) command);
    }

    /** Returns the numbers of the 128 newest answers, newest first. */
    private static List<Long> newest(LiveSession session) {
        return session.answers.descendingKeySet().stream().limit(128).toList();
    }

    private static CommandResult kept(LiveSession session, long number) {
        return newest(session).contains(number) ? session.answers.get(number) : null;
    }

    private static boolean isStale(LiveSession session, long number) {
        List<Long> newest = newest(session);
        return number <= session.answeredUpTo
                || session.answers.keySet().stream().anyMatch(one -> !newest.contains(one) && one >= number);
    }

    private NaiveLocks.Waiting waiting(LiveSession session, long number) {
        return locks.waitsOf(session).stream()
                .filter(one -> one.request() == number)
                .findFirst()
                .orElse(null);
    }

    LiveSession find(long number) {
        return sessions.stream()
                .filter(session -> session.number == number)
                .findFirst()
                .orElse(null);
    }
}
