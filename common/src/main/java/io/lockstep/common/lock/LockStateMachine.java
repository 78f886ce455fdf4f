package io.lockstep.common.lock;

import io.lockstep.common.access.AccessTable;
import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Decision;
import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.FeatureLevel;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.Limits;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.LockStatus;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.Submission;
import io.lockstep.common.command.WaiterStatus;
import io.lockstep.common.record.GrantHistory;
import io.lockstep.common.size.MapSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The lock map and everything that belongs to it: servers, sessions, client ids, fencing tokens, and the answers kept
 * for retries. Every server applies the same entries in the same order, so all have the same map, the same results and
 * the same {@link #hash}.
 *
 * <p>Confined to one thread; never blocks. An exception from {@link #apply} is a bug. The node must then stop, since
 * its map may be half changed.
 */
public final class LockStateMachine {

    private final ClusterState state;
    private final CommandRules rules;

    /** Makes the map of a cluster that is not founded yet. */
    public LockStateMachine() {
        this(Limits.STANDARD, FeatureLevel::neededBy);
    }

    /** @param neededLevel the level that the cluster must have for a command */
    LockStateMachine(Limits limits, ToIntFunction<Command> neededLevel) {
        state = new ClusterState(limits);
        rules = new CommandRules(state, neededLevel);
    }

    /** Makes the map that {@code image} was taken from. Copies the values, not the objects. */
    public static LockStateMachine restore(StateImage image) {
        return restore(image, Limits.STANDARD, FeatureLevel::neededBy);
    }

    static LockStateMachine restore(StateImage image, Limits limits, ToIntFunction<Command> neededLevel) {
        LockStateMachine machine = new LockStateMachine(limits, neededLevel);
        StateImages.restore(machine.state, image);
        return machine;
    }

    /**
     * Applies one entry of the log.
     *
     * @return the effects of its submissions, in their order
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

    /** Returns what {@link #apply} would do with this command now. Changes nothing. */
    public Decision decide(Command command) {
        return rules.decide(command);
    }

    /** Returns the answer that this request got before; empty if none is kept. */
    public Optional<CommandResult> storedAnswer(RequestId request) {
        return Optional.ofNullable(rules.requests.storedAnswer(request));
    }

    /** Returns the oldest grant of a lock; null if it is not held. */
    public @Nullable HolderStatus holder(LockName name) {
        return status(name).oldest();
    }

    /** Returns the status of a lock, also of a free one. */
    public LockStatus status(LockName name) {
        Lock lock = state.locks.get(name);
        return lock == null ? new LockStatus(name, null, 0, 0, 0) : state.statusOf(lock);
    }

    /** Returns up to {@code limit} holders of a lock, oldest first. */
    public List<HolderStatus> holders(LockName name, int limit) {
        Lock lock = state.locks.get(name);
        return lock == null
                ? List.of()
                : lock.holders().stream().limit(limit).map(state::holderOf).toList();
    }

    /** Returns up to {@code limit} requests that wait for a lock, first come first. */
    public List<WaiterStatus> waiters(LockName name, int limit) {
        Lock lock = state.locks.get(name);
        List<WaiterStatus> waiters = new ArrayList<>();
        if (lock != null) {
            for (Waiter waiter : lock.queue()) {
                if (waiters.size() == limit) {
                    break;
                }
                waiters.add(ClusterState.waiterOf(name, waiter, waiters.size() + 1));
            }
        }
        return waiters;
    }

    /** Returns whether a request waits. */
    public boolean isWaiting(RequestId request) {
        return rules.requests.waiter(request) != null;
    }

    /** Returns {@link CommandResult.Queued} with the position of a waiting request; empty if it does not wait. */
    public Optional<CommandResult> waiting(RequestId request) {
        Waiter waiter = rules.requests.waiter(request);
        return waiter == null
                ? Optional.empty()
                : Optional.of(new CommandResult.Queued(RequestRules.positionOf(waiter)));
    }

    /**
     * Returns one page of the held locks, in the order of their names.
     *
     * @param prefix the prefix of their names; empty for all
     * @param after the last name of the previous page; empty for the first page
     * @param limit the most locks to return
     */
    public List<LockStatus> held(String prefix, String after, int limit) {
        return state.statusesOf(state.locks.page(prefix, after, limit));
    }

    /** The same, only of locks for which requests wait. The work depends on those alone, however many are held. */
    public List<LockStatus> awaited(String prefix, String after, int limit) {
        return state.statusesOf(state.locks.awaited(prefix, after, limit));
    }

    /** Returns up to {@code limit} audit records with numbers above {@code after}, oldest first. */
    public List<AuditRecord> audit(long after, int limit) {
        return state.audit.page(after, limit);
    }

    /** Returns the grants that have ended, for reading only. */
    public GrantHistory history() {
        return state.history;
    }

    /** Returns when the next wait, lock-delay or lease ends, in cluster time; {@link Long#MAX_VALUE} if none runs. */
    public long nextDueClusterMillis() {
        DueTable.Due first = state.dues.first();
        return first == null ? Long.MAX_VALUE : first.atClusterMillis();
    }

    /** Returns up to {@code limit} grants of a session, in the order of tokens. */
    public List<HolderStatus> heldBy(Session session, int limit) {
        return session.held().stream().limit(limit).map(state::holderOf).toList();
    }

    /** Returns up to {@code limit} locks that a session waits for, in the order of its requests. */
    public List<WaiterStatus> awaitedBy(Session session, int limit) {
        return state.awaitedBy(session, limit);
    }

    /** Returns the session with this number; null if it has ended or never existed. */
    public @Nullable Session session(long number) {
        return state.sessions.get(number);
    }

    /** Returns a live view of the sessions above this number, in order. Do not iterate over it while applying. */
    public Collection<Session> sessions(long after) {
        return state.sessions.after(after);
    }

    /** Returns the server with this number; null if there is none. */
    public @Nullable RegisteredServer server(int number) {
        return state.servers.get(number);
    }

    /** Returns the server with this storage id; null if there is none. */
    public @Nullable RegisteredServer serverWithStorageId(String storageId) {
        return state.servers.withStorageId(storageId);
    }

    /** Returns a live view of all servers, also of removed ones, in the order of their numbers. */
    public List<RegisteredServer> servers() {
        return state.servers.all();
    }

    /** Returns the level of the cluster, which all its servers read. */
    public int featureLevel() {
        return state.servers.featureLevel();
    }

    /** Returns whether the cluster is founded. */
    public boolean isFounded() {
        return state.isFounded();
    }

    /** Returns the name of the cluster; empty before it is founded. */
    public String clusterId() {
        return state.clusterId;
    }

    /** Returns the users of the cluster, for reading only. */
    public AccessTable access() {
        return state.access;
    }

    /** Returns how many locks one session may hold; 0 for no limit. */
    public int locksPerClient() {
        return state.locksPerClient;
    }

    /** Returns the longest lease of a grant that has its own, in milliseconds. */
    public long leaseMillisMax() {
        return state.leaseMillisMax;
    }

    /** Returns how many bytes the map takes, by the estimates that all servers share, and their bound. */
    public MapSize size() {
        return state.size;
    }

    /** Returns how many more sessions can open at a server, apart from those of operators. */
    public int sessionsLeft(int server) {
        return server > state.servers.count() ? 0 : state.clientIds.left(server) - state.limits.clientIdsReserved();
    }

    /** Returns the cluster time of the newest entry. */
    public long clusterMillis() {
        return state.clusterMillis;
    }

    /** Returns how many locks are held. */
    public int lockCount() {
        return state.locks.heldCount();
    }

    /** Returns how many steps through wait queues this map has taken: a measure of work, not part of the state. */
    public long queueSteps() {
        return state.locks.queueSteps();
    }

    /** Returns how many sessions are open. */
    public int sessionCount() {
        return state.sessions.count();
    }

    /** Returns the newest fencing token; 0 before the first grant. */
    public long lastToken() {
        return state.locks.lastToken();
    }

    /** Returns a hash of the whole state, equal on all servers that applied the same entries. Visits everything. */
    public long hash() {
        return StateHash.of(state);
    }

    /** Returns an image of the whole state, which other threads may read. Copies references, not what they refer to. */
    public StateImage freeze() {
        return StateImages.freeze(state);
    }
}
