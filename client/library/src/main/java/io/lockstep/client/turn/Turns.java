package io.lockstep.client.turn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Lets requests of one client go to the cluster in their order. A name goes to one at a time, so two threads of a
 * client contend for it as two clients do. A wait here needs no thread. Safe for any thread; no method blocks.
 */
public final class Turns {

    /** Requests of one client that wait at the cluster: a connection has room for a few more, which do not wait. */
    static final int PLACES = 100;

    /** Requests without a thread of their own that are on their way at the same time. */
    static final int STARTING_MAX = 16;

    private final TreeMap<Long, Turn> waiting = new TreeMap<>();
    private final Set<Turn> inUse = new LinkedHashSet<>();
    private long numbersUsed;
    private int placesUsed;
    private int starting;

    /** How many locks the cluster allows a client; 0 if that is not known, or without limit. */
    private long limit;

    private boolean closed;

    /**
     * Asks for a turn, for the first time or, with a turn that turned out to be too early, again. Returns {@link
     * Admission#WAIT} if it is called when it has its turn.
     *
     * @param waits whether it can wait for others; a release under way is waited for in any case
     */
    public Admission enter(Turn turn, boolean waits) {
        List<Turn> ready;
        Admission entry;
        synchronized (this) {
            if (closed || turn.stage == Turn.Stage.ENDED) {
                return Admission.GO;
            }
            leave(turn);
            turn.number = turn.number == 0 ? ++numbersUsed : turn.number;
            turn.waits = waits;
            waiting.put(turn.number, turn);
            turn.stage = Turn.Stage.WAITING;
            ready = admitted();
            entry = ready.remove(turn) ? Admission.GO : kept(turn);
            if (entry == Admission.GO && turn.stage == Turn.Stage.WAITING) {
                waiting.remove(turn.number);
                start(turn);
            }
            if (entry != Admission.GO && entry != Admission.WAIT) {
                leave(turn);
                turn.stage = Turn.Stage.ENDED;
                ready.addAll(admitted());
            }
        }
        ready.forEach(Turn::go);
        return entry;
    }

    /** The same with a place in the lines of the cluster, for which it waits here. */
    public Admission enterWithPlace(Turn turn) {
        synchronized (this) {
            turn.needsPlace = true;
        }
        return enter(turn, true);
    }

    /** Lets a turn that waits for a place ask the cluster without one. Does nothing if it does not wait here. */
    void goWithoutPlace(Turn turn) {
        List<Turn> ready;
        synchronized (this) {
            if (turn.stage != Turn.Stage.WAITING) {
                return;
            }
            turn.needsPlace = false;
            ready = admitted();
        }
        ready.forEach(Turn::go);
    }

    /** How many wait here for a place in the lines of the cluster; 0 if this one does not. */
    synchronized long waitingForPlace(Turn turn) {
        return turn.needsPlace
                ? waiting.values().stream().filter(each -> each.needsPlace).count()
                : 0;
    }

    /** The cluster refused this turn, as it allows a client so many locks. */
    public synchronized void limit(Turn turn, long locks) {
        limit = locks;
        turn.toldFull = true;
    }

    /** How many locks the cluster allows a client; 0 if that is not known, or without limit. */
    public synchronized long limit() {
        return limit;
    }

    /** The turns that were given and are not over. */
    public synchronized List<Turn> inUse() {
        return List.copyOf(inUse);
    }

    /** It waits at the cluster, so others may start. */
    public void queued(Turn turn) {
        to(turn, Turn.Stage.QUEUED);
    }

    /** It was granted. */
    public void held(Turn turn, long token) {
        turn.granted(token);
        to(turn, Turn.Stage.HELD);
    }

    /** What it was granted is being released. */
    public void releasing(Turn turn) {
        to(turn, Turn.Stage.RELEASING);
    }

    /** It is over: not granted, released, or lost. */
    public void end(Turn turn) {
        to(turn, Turn.Stage.ENDED);
    }

    /** Ends it if it waits here; false if it has its turn or is over. */
    public boolean giveUp(Turn turn) {
        synchronized (this) {
            if (turn.stage != Turn.Stage.WAITING) {
                return false;
            }
        }
        end(turn);
        return true;
    }

    /** Whether the owner of this turn holds another lock, so that others may wait for it. */
    public synchronized boolean ownsAnother(Turn turn) {
        return inUse.stream().anyMatch(each -> each != turn && each.stage == Turn.Stage.HELD && turn.sameOwner(each));
    }

    /** Whether something of this client is known that takes the room of this turn. */
    public synchronized boolean hasOthers(Turn turn) {
        return inUse.stream().anyMatch(each -> each != turn);
    }

    /** The turns that have a name of this one. */
    public synchronized List<Turn> before(Turn turn) {
        return inUse.stream()
                .filter(each -> each != turn && each.sharesNameWith(turn))
                .toList();
    }

    /** How many wait here for a name of this turn. */
    public synchronized long waitingFor(Turn turn) {
        return waiting.values().stream().filter(turn::sharesNameWith).count();
    }

    /** Ends all that wait here, and tells them to go on; from now on each may go at once. */
    public void close() {
        List<Turn> ended;
        synchronized (this) {
            closed = true;
            ended = List.copyOf(waiting.values());
            waiting.clear();
            ended.forEach(turn -> turn.stage = Turn.Stage.ENDED);
        }
        ended.forEach(Turn::go);
    }

    private void to(Turn turn, Turn.Stage stage) {
        List<Turn> ready;
        synchronized (this) {
            if (turn.stage == Turn.Stage.ENDED) {
                return;
            }
            if (turn.stage == Turn.Stage.STARTING && !turn.isBlocking()) {
                starting--;
            }
            turn.stage = stage;
            if (stage == Turn.Stage.ENDED) {
                leave(turn);
            } else if (turn.isHeld() && turn.hasPlace) {
                turn.hasPlace = false;
                placesUsed--;
            }
            ready = admitted();
        }
        ready.forEach(Turn::go);
    }

    private void leave(Turn turn) {
        waiting.remove(turn.number);
        if (turn.stage == Turn.Stage.STARTING && !turn.isBlocking()) {
            starting--;
        }
        inUse.remove(turn);
        if (turn.hasPlace) {
            turn.hasPlace = false;
            placesUsed--;
        }
    }

    /** Gives those that can go their turn; returns them. */
    private List<Turn> admitted() {
        List<Turn> ready = new ArrayList<>();
        Set<String> before = new HashSet<>();
        inUse.forEach(turn -> before.addAll(turn.names()));
        boolean full = false;
        Iterator<Turn> inOrder = waiting.values().iterator();
        while (inOrder.hasNext()) {
            Turn turn = inOrder.next();
            boolean free = turn.names().stream().noneMatch(before::contains);
            if (free) {
                full |= !hasRoom(turn);
            }
            if (free && !full && hasPlace(turn)) {
                inOrder.remove();
                start(turn);
                ready.add(turn);
            }
            before.addAll(turn.names());
        }
        return ready;
    }

    private boolean hasRoom(Turn turn) {
        return limit == 0
                || inUse.stream().mapToInt(each -> each.names().size()).sum()
                                + turn.names().size()
                        <= limit;
    }

    private boolean hasPlace(Turn turn) {
        return (turn.isBlocking() || starting < STARTING_MAX) && (!turn.needsPlace || placesUsed < PLACES);
    }

    private void start(Turn turn) {
        turn.stage = Turn.Stage.STARTING;
        starting += turn.isBlocking() ? 0 : 1;
        inUse.add(turn);
        if (turn.waits && placesUsed < PLACES) {
            turn.hasPlace = true;
            placesUsed++;
        }
    }

    /** Why it has to wait, and whether it may. */
    private Admission kept(Turn turn) {
        List<Turn> before = Stream.concat(inUse.stream(), waiting.headMap(turn.number).values().stream())
                .filter(turn::sharesNameWith)
                .toList();
        Standstill standstill = new Standstill(turn, waiting.values(), inUse);
        if (!before.isEmpty()) {
            if (turn.isBlocking() && before.stream().anyMatch(each -> isOwn(each, turn))) {
                // The cluster knows best, as the grant may have ended.
                return Admission.GO;
            }
            if (turn.isBlocking() && turn.waits && standstill.anyOf(before)) {
                return Admission.CIRCLE;
            }
            return turn.waits || areEnding(before) ? Admission.WAIT : Admission.TAKEN;
        }
        if (hasRoom(turn) && waiting.headMap(turn.number).values().stream().allMatch(this::hasRoom)) {
            return Admission.WAIT;
        }
        List<Turn> using = List.copyOf(inUse);
        if (turn.isBlocking() && standstill.allOf(using)) {
            return turn.toldFull ? Admission.FULL : Admission.GO;
        }
        if (turn.waits || using.stream().anyMatch(Turn::isEnding)) {
            return Admission.WAIT;
        }
        return turn.toldFull ? Admission.FULL : Admission.GO;
    }

    private static boolean isOwn(Turn each, Turn turn) {
        return each.stage == Turn.Stage.HELD && each.asker() == turn.asker();
    }

    private static boolean areEnding(List<Turn> before) {
        return before.stream().allMatch(Turn::isEnding);
    }
}
