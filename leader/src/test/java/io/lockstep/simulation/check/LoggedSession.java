package io.lockstep.simulation.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A session as the log tells of it. */
public final class LoggedSession {

    private static final int ANSWERS_KEPT_MAX = 128;

    public final long number;
    public final long ttlMillis;
    public final boolean resumable;
    public final Moment begin;
    final List<String> addresses = new ArrayList<>();
    final Map<String, Ownership> held = new HashMap<>();
    private final TreeSet<Long> kept = new TreeSet<>();
    private long doneUpTo;
    long generation = 1;
    long lastAttempt;
    private final List<Moment> takenUp = new ArrayList<>();
    Moment end = Moment.NEVER;
    Ownership.End how = Ownership.End.NONE;

    LoggedSession(long number, long ttlMillis, boolean resumable, Moment begin) {
        this.number = number;
        this.ttlMillis = ttlMillis;
        this.resumable = resumable;
        this.begin = begin;
    }

    /** Addresses of the connections it was opened and taken up at, in order. */
    public List<String> addresses() {
        return addresses;
    }

    public Moment end() {
        return end;
    }

    public Ownership.End how() {
        return how;
    }

    void takeUp(String address, Moment moment) {
        addresses.add(address);
        takenUp.add(moment);
    }

    /** When it was taken up last, or opened. */
    Moment lastTakenUp() {
        return takenUp.get(takenUp.size() - 1);
    }

    /** Whether at that time the newest of its connections was the one from this address. */
    boolean isConnectedFrom(String address, long micros) {
        int newest = takenUp.size() - 1;
        while (newest >= 0 && takenUp.get(newest).micros() > micros) {
            newest--;
        }
        return newest >= 0 && addresses.get(newest).equals(address);
    }

    /** Whether a request of this number may still be done. */
    boolean isNew(long request) {
        return request > doneUpTo && !kept.contains(request);
    }

    void remember(long request, long answeredUpTo) {
        kept.add(request);
        if (kept.size() > ANSWERS_KEPT_MAX) {
            doneUpTo = Math.max(doneUpTo, kept.pollFirst());
        }
        doneUpTo = Math.max(doneUpTo, answeredUpTo);
    }
}
