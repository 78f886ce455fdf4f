package io.lockstep.follower.session;

import io.lockstep.common.command.Command;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.Session;
import io.lockstep.common.size.MapBytes;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.ReplicatedMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The sessions of this server without a connection, the longest without one first. When there is hardly room for more
 * sessions, they end early if they hold no lock and wait for none. A client that has lost its connection a moment ago
 * keeps its session unless there is no room at all. Loop thread only.
 */
final class IdleSessions {

    /** Most sessions that end in one tick. */
    private static final int ENDED_MAX = 500;

    /** Most sessions that are looked at in one tick. */
    private static final int VISITED_MAX = 5_000;

    /** Sessions end when fewer client ids of this server than these are left. */
    private static final int IDS_LEFT_MIN = 1_000;

    /** A session stays for so long after its connection has closed, while there is room. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final int server;
    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final NodeClock clock;

    /** When the connection of each session closed, in that order. */
    private Map<Long, Long> closedNanos = new LinkedHashMap<>();

    private final Set<Long> ending = new HashSet<>();

    /** The map in which sessions without a connection were looked for last. */
    private Object searched = this;

    IdleSessions(int server, ReplicatedMap map, PendingRequests pending, NodeClock clock) {
        this.server = server;
        this.map = map;
        this.pending = pending;
        this.clock = clock;
    }

    /** The connection of this session is closed, and the session lives on. */
    void disconnected(long session) {
        closedNanos.remove(session);
        closedNanos.put(session, clock.nanoTime());
    }

    /** The session has a connection again, or has ended. */
    void gone(long session) {
        closedNanos.remove(session);
    }

    /**
     * Ends sessions if there is hardly room for more.
     *
     * @param connected the numbers of the sessions that are connected here
     */
    void tick(Set<Long> connected) {
        LockStateMachine machine = map.machine();
        if (!machine.isFounded() || !ending.isEmpty()) {
            return;
        }
        int idsLeft = machine.sessionsLeft(server);
        if (idsLeft >= IDS_LEFT_MIN && !machine.size().isNearlyFull()) {
            return;
        }
        if (searched != machine) {
            searched = machine;
            addFormer(machine, connected);
        }
        boolean isFull = idsLeft <= 0 || machine.size().exceededWith(MapBytes.SESSION);
        endSome(machine, isFull ? Long.MAX_VALUE : clock.nanoTime() - GRACE_NANOS);
    }

    /** Sessions of an earlier run of this server, or from before a snapshot. They have been idle for longest. */
    private void addFormer(LockStateMachine machine, Set<Long> connected) {
        Map<Long, Long> formerFirst = new LinkedHashMap<>();
        for (Session session : machine.sessions(0)) {
            if (session.home().server() == server
                    && session.lease() == null
                    && !connected.contains(session.number())
                    && !closedNanos.containsKey(session.number())) {
                formerFirst.put(session.number(), clock.nanoTime() - GRACE_NANOS);
            }
        }
        formerFirst.putAll(closedNanos);
        closedNanos = formerFirst;
    }

    /** @param latestNanos sessions whose connections closed later stay */
    private void endSome(LockStateMachine machine, long latestNanos) {
        Map<Long, Long> inUse = new LinkedHashMap<>();
        Iterator<Map.Entry<Long, Long>> longestFirst = closedNanos.entrySet().iterator();
        for (int visited = 0; visited < VISITED_MAX && longestFirst.hasNext(); visited++) {
            Map.Entry<Long, Long> next = longestFirst.next();
            if (ending.size() == ENDED_MAX || pending.full() || isLater(next.getValue(), latestNanos)) {
                break;
            }
            Session session = machine.session(next.getKey());
            longestFirst.remove();
            if (session != null && session.home().server() == server) {
                if (session.locksHeld() == 0 && session.waitingCount() == 0) {
                    end(session);
                } else {
                    inUse.put(session.number(), next.getValue());
                }
            }
        }
        closedNanos.putAll(inUse);
    }

    private static boolean isLater(long nanos, long latestNanos) {
        return latestNanos != Long.MAX_VALUE && nanos - latestNanos > 0;
    }

    private void end(Session session) {
        long number = session.number();
        ending.add(number);
        pending.submit(new Command.EndIdleSession(number, session.generation()), outcome -> ending.remove(number));
    }
}
