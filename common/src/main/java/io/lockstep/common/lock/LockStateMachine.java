package io.lockstep.common.lock;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Decision;
import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.LockStatus;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.Submission;
import io.lockstep.common.command.WaiterStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lock map and all that belongs to it: servers, sessions, client ids, fencing tokens, and the answers kept for
 * retries. Every server applies the same entries in the same order and so has the same map, gives the same results and has
 * the same {@link #hash}.
 *
 * <p>Belongs to one thread; never blocks. An exception out of {@link #apply} is a programming error: the node must stop,
 * since its map may be half changed.
 */
public final class LockStateMachine {

    private final ClusterState state;
    private final ClusterRules clusterRules;
    private final SessionRules sessionRules;
    private final RequestRules requestRules;
    private final WaitRules waitRules;

    /** The map of a cluster that has not been founded. */
    public LockStateMachine() {
        this(Limits.STANDARD);
    }

    LockStateMachine(Limits limits) {
        state = new ClusterState(limits);
        clusterRules = new ClusterRules(state);
        sessionRules = new SessionRules(state);
        requestRules = new RequestRules(state);
        waitRules = new WaitRules(state);
    }

    /** The map as it was when {@code image} was taken. Takes over the values, not the objects. */
    public static LockStateMachine restore(StateImage image) {
        return restore(image, Limits.STANDARD);
    }

    static LockStateMachine restore(StateImage image, Limits limits) {
        LockStateMachine machine = new LockStateMachine(limits);
        StateImages.restore(machine.state, image);
        return machine;
    }

    /**
     * Applies one entry of the log.
     *
     * @return what each of its submissions did, in their order
     */
    public List<Effect> apply(Entry entry) {
        state.clusterMillis = Math.max(state.clusterMillis, entry.clusterMillis());
        state.wallMillis = entry.wallMillis();
        List<Effect> effects = new ArrayList<>(entry.submissions().size());
        for (Submission submission : entry.submissions()) {
            Decision decision = decide(submission.command());
            decision.carryOut();
            effects.add(new Effect(decision.result(), state.events));
            state.events.clear();
        }
        return effects;
    }

    /** What {@link #apply} would do with this command now. Changes nothing. */
    public Decision decide(Command command) {
        if (command instanceof Command.FoundCluster found) {
            return clusterRules.found(found);
        }
        if (!state.isFounded()) {
            return Decision.refused(new CommandResult.OutOfPlace());
        }
        if (command instanceof Command.Request request) {
            return requestRules.decide(request);
        }
        if (command instanceof Command.OpenSession open) {
            return sessionRules.open(open);
        }
        if (command instanceof Command.ResumeSession resume) {
            return sessionRules.resume(resume);
        }
        if (command instanceof Command.CloseSession close) {
            return sessionRules.close(close);
        }
        if (command instanceof Command.ExpireSession expire) {
            return sessionRules.expire(expire);
        }
        if (command instanceof Command.CancelWait cancel) {
            return waitRules.cancel(cancel);
        }
        if (command instanceof Command.PassTime pass) {
            return waitRules.passTime(pass);
        }
        if (command instanceof Command.RegisterServer register) {
            return clusterRules.register(register);
        }
        throw new IllegalStateException("no rule for " + command);
    }

    /** The answer that was given to this request before, if it is kept. */
    public Optional<CommandResult> storedAnswer(RequestId request) {
        return Optional.ofNullable(requestRules.storedAnswer(request));
    }

    /** The holder of a lock, of longest standing if there are several; null if nobody holds it. */
    public @Nullable HolderStatus holder(LockName name) {
        return status(name).oldest();
    }

    /** What there is to say of a lock, free ones too. */
    public LockStatus status(LockName name) {
        Lock lock = state.locks.get(name);
        return lock == null ? new LockStatus(name, null, 0, 0, 0) : state.statusOf(lock);
    }

    /** Up to {@code limit} holders of a lock, oldest first. */
    public List<HolderStatus> holders(LockName name, int limit) {
        Lock lock = state.locks.get(name);
        return lock == null
                ? List.of()
                : lock.holders().stream().limit(limit).map(state::holdOf).toList();
    }

    /** Up to {@code limit} requests that stand in line for a lock, first come first. */
    public List<WaiterStatus> waiters(LockName name, int limit) {
        Lock lock = state.locks.get(name);
        List<WaiterStatus> waiters = new ArrayList<>();
        if (lock != null) {
            for (Waiter claim : lock.line()) {
                if (waiters.size() == limit) {
                    break;
                }
                waiters.add(ClusterState.waiterOf(claim, waiters.size() + 1));
            }
        }
        return waiters;
    }

    /** Whether a request of a session waits. */
    public boolean isWaiting(RequestId request) {
        return claim(request) != null;
    }

    /** That a request of a session waits, and at which place; empty if it does not. Walks the wait queue up to that place. */
    public Optional<CommandResult> waiting(RequestId request) {
        Waiter claim = claim(request);
        return claim == null ? Optional.empty() : Optional.of(new CommandResult.Queued(RequestRules.positionOf(claim)));
    }

    private @Nullable Waiter claim(RequestId request) {
        Session session = state.sessions.get(request.session());
        return session == null ? null : session.claim(request.number());
    }

    /**
     * One page of the locks that are held, in order of name.
     *
     * @param prefix what their names begin with; empty for all
     * @param after the last name of the page before; empty for the first page
     * @param limit the most to return
     */
    public List<LockStatus> held(String prefix, String after, int limit) {
        return state.locks.page(prefix, after, limit).stream()
                .map(state::statusOf)
                .toList();
    }

    /** Up to {@code limit} audit records whose number is above {@code after}, oldest first. */
    public List<AuditRecord> audit(long after, int limit) {
        return state.audit.page(after, limit);
    }

    /** The moment of cluster time when the next wait or lock-delay is over; {@link Long#MAX_VALUE} if none is under way. */
    public long nextDueClusterMillis() {
        DueTable.Due first = state.dues.first();
        return first == null ? Long.MAX_VALUE : first.atClusterMillis();
    }

    /** What a session holds, in order of token. */
    public List<HolderStatus> holdsOf(Session session) {
        return session.held().toList().stream().map(state::holdOf).toList();
    }

    /** The session of this number; null if it ended or never was. */
    public @Nullable Session session(long number) {
        return state.sessions.get(number);
    }

    /** All sessions that live, in order of number; changes with the map and must not be walked while entries are applied. */
    public Collection<Session> sessions() {
        return state.sessions.all();
    }

    /** The sessions that are, or were last, connected to this server, in any of its runs. Looks at every session. */
    public List<Session> sessionsOf(int server) {
        return state.sessions.all().stream()
                .filter(session -> session.home().server() == server)
                .toList();
    }

    /** The server of this number; null if there is none. */
    public @Nullable RegisteredServer server(int number) {
        return state.servers.get(number);
    }

    /** The server with this storage id; null if there is none. */
    public @Nullable RegisteredServer serverWithStorageId(String storageId) {
        return state.servers.withStorageId(storageId);
    }

    /** All servers that have a number, in order of number; changes with the map. */
    public List<RegisteredServer> servers() {
        return state.servers.all();
    }

    /** Whether the cluster has been founded. */
    public boolean isFounded() {
        return state.isFounded();
    }

    /** The cluster's name; empty before it was founded. */
    public String clusterId() {
        return state.clusterId;
    }

    /** How many locks one session may hold; 0 for no limit. */
    public int locksPerClient() {
        return state.locksPerClient;
    }

    /** Cluster time as of the newest entry. */
    public long clusterMillis() {
        return state.clusterMillis;
    }

    /** How many locks are held. */
    public int lockCount() {
        return state.locks.heldCount();
    }

    /**
     * How many places in wait queues were looked at one by one, since this map was made: for measuring work. No part of the
     * state.
     */
    public long queueSteps() {
        return state.locks.queueSteps();
    }

    /** How many sessions live. */
    public int sessionCount() {
        return state.sessions.count();
    }

    /** The newest fencing token; 0 before the first grant. */
    public long lastToken() {
        return state.locks.lastToken();
    }

    /** A hash of the whole state: the same on every server that applied the same entries. Looks at everything. */
    public long hash() {
        return StateHash.of(state);
    }

    /** The whole state as it is now, to be written elsewhere. Copies references, not what they refer to. */
    public StateImage freeze() {
        return StateImages.freeze(state);
    }
}
