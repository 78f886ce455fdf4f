package io.lockstep.common.access;

/** How much one user has at present. Confined to the thread that applies entries. */
public final class Usage {

    private final String user;
    private int sessions;
    private int locksHeld;
    private int locksAwaited;
    private int waiters;

    Usage(String user) {
        this.user = user;
    }

    /** Returns the name of the user; empty for the sessions that belong to none. */
    public String user() {
        return user;
    }

    /** Adds to the number of open sessions. */
    public void addSessions(int more) {
        sessions += more;
    }

    /** Adds to the number of held locks. */
    public void addHeld(int more) {
        locksHeld += more;
    }

    /** Adds to the number of waiting requests, and to that of the locks they ask for. */
    public void addWaiters(int moreRequests, int moreLocks) {
        waiters += moreRequests;
        locksAwaited += moreLocks;
    }

    /** Returns how many sessions are open. */
    public int sessions() {
        return sessions;
    }

    /** Returns how many locks are held or awaited. */
    public int locks() {
        return locksHeld + locksAwaited;
    }

    /** Returns how many requests wait. */
    public int waiters() {
        return waiters;
    }
}
