package io.lockstep.client.turn;

import java.util.List;

/** One request's place among the requests of its client, until what it was granted is released. */
public final class Turn {

    /** How far it has come. */
    enum Stage {
        NEW,
        WAITING,
        STARTING,
        QUEUED,
        HELD,
        RELEASING,
        ENDED
    }

    private static final ThreadLocal<Turn> IN_CALLBACK = new ThreadLocal<>();

    private final List<String> names;
    private final Thread asker;
    private final boolean blocking;
    private final boolean fromCallback = IN_CALLBACK.get() != null;
    private final Runnable go;

    // Guarded by Turns.
    Stage stage = Stage.NEW;
    long number;
    boolean waits;
    boolean needsPlace;
    boolean hasPlace;
    boolean toldFull;
    private volatile boolean abandoned;
    private volatile long token;
    private volatile long heldNanos;

    /**
     * @param asker the thread that asks
     * @param blocking whether that thread waits for the result
     * @param go called when it has its turn after a wait, and when the client is closed; must not block
     */
    public Turn(List<String> names, Thread asker, boolean blocking, Runnable go) {
        this.names = List.copyOf(names);
        this.asker = asker;
        this.blocking = blocking;
        this.go = go;
    }

    /**
     * From now on this thread may run callbacks of the request. Requests that it makes may own what others without a
     * thread have.
     */
    public void enterCallbacks() {
        IN_CALLBACK.set(this);
    }

    /** The end of {@link #enterCallbacks}. */
    public void leaveCallbacks() {
        IN_CALLBACK.remove();
    }

    /** Nobody waits for it any longer, though the cluster may still have it. */
    public void abandon() {
        abandoned = true;
    }

    /** Whether it ends by itself, whatever its thread does. */
    boolean isEnding() {
        return abandoned || stage == Stage.RELEASING;
    }

    /** The names of the locks. */
    public List<String> names() {
        return names;
    }

    /** The token under which it holds its locks; 0 before. */
    public long token() {
        return token;
    }

    /** When it was granted, as {@link System#nanoTime}. */
    public long heldNanos() {
        return heldNanos;
    }

    /** Whether it has a place in the lines of the cluster, so that it may wait there. */
    public boolean mayWaitAtCluster() {
        return hasPlace;
    }

    void granted(long under) {
        token = under;
        heldNanos = System.nanoTime();
    }

    void go() {
        go.run();
    }

    boolean isBlocking() {
        return blocking;
    }

    Thread asker() {
        return asker;
    }

    /** Whether the other may belong to the same owner: the same thread, or for a callback, no thread. */
    boolean sameOwner(Turn other) {
        return asker == other.asker || (fromCallback && !other.blocking);
    }

    boolean isInUse() {
        return stage.compareTo(Stage.STARTING) >= 0 && stage != Stage.ENDED;
    }

    boolean isHeld() {
        return stage == Stage.HELD || stage == Stage.RELEASING;
    }

    boolean sharesNameWith(Turn other) {
        return names.stream().anyMatch(other.names::contains);
    }
}
