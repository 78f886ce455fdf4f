package io.lockstep.simulation.check.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A session as the log tells of it. */
public final class LoggedSession {

    private static final int ANSWERS_KEPT_MAX = 128;

    public final long number;
    public final long clientId;
    public final long ttlMillis;
    public final boolean resumable;
    public final Moment begin;
    final List<String> addresses = new ArrayList<>();
    private final TreeSet<Long> kept = new TreeSet<>();
    private final TreeSet<Long> keptCancelled = new TreeSet<>();

    /** Since when a request can no longer be queued, because CANCEL named it. Never forgotten. */
    private final Map<Long, Moment> cancelled = new HashMap<>();

    private long forgottenUpTo;
    private long answeredUpTo;
    long generation = 1;
    long lastAttempt;
    private final List<Moment> takenUp = new ArrayList<>();
    Moment end = Moment.NEVER;
    Ownership.End how = Ownership.End.NONE;

    LoggedSession(long number, long clientId, long ttlMillis, boolean resumable, Moment begin) {
        this.number = number;
        this.clientId = clientId;
        this.ttlMillis = ttlMillis;
        this.resumable = resumable;
        this.begin = begin;
    }

    /** Addresses of the connections it was opened and taken up at, in order. */
    public List<String> addresses() {
        return addresses;
    }

    String lastAddress() {
        return addresses.get(addresses.size() - 1);
    }

    public Moment end() {
        return end;
    }

    public Ownership.End how() {
        return how;
    }

    boolean isLive() {
        return how == Ownership.End.NONE;
    }

    /** In whose name its requests count, as {@code Call.scope} has it. */
    public String scope() {
        return resumable ? Long.toString(number) : addresses.get(0);
    }

    void takeUp(String address, Moment moment) {
        addresses.add(address);
        takenUp.add(moment);
    }

    /** When it was taken up last, or opened. */
    public Moment lastTakenUp() {
        return takenUp.get(takenUp.size() - 1);
    }

    /** Whether at that time the newest of its connections was the one from this address. */
    public boolean isConnectedFrom(String address, long micros) {
        int newest = takenUp.size() - 1;
        while (newest >= 0 && takenUp.get(newest).micros() > micros) {
            newest--;
        }
        return newest >= 0 && addresses.get(newest).equals(address);
    }

    /** The address it was connected from behind the command at this place of the log. */
    public String addressAt(long place) {
        int newest = takenUp.size() - 1;
        while (newest > 0 && takenUp.get(newest).place() > place) {
            newest--;
        }
        return addresses.get(newest);
    }

    /** Whether a request of this number, which does not wait, may still be done. */
    boolean isNew(long request) {
        return request > Math.max(forgottenUpTo, answeredUpTo) && !kept.contains(request);
    }

    boolean isCancelled(long request) {
        return keptCancelled.contains(request);
    }

    /** When CANCEL ended this request, or saw to it that it never begins; null if it did not. */
    public Moment cancelledAt(long request) {
        return cancelled.getOrDefault(request, Moment.NEVER);
    }

    /** The client has its answer to every request up to this one. */
    void answeredUpTo(long request) {
        answeredUpTo = Math.max(answeredUpTo, request);
    }

    /** A request that waited has its answer. */
    void answeredWait(long request, boolean isCancelled) {
        if (request > forgottenUpTo) {
            remember(request);
            if (isCancelled) {
                keptCancelled.add(request);
            }
        }
    }

    /** A request was cancelled, whether it waited or was not seen yet. */
    void cancelled(long request, Moment moment) {
        cancelled.put(request, moment);
    }

    void rememberCancelled(long request) {
        remember(request);
        keptCancelled.add(request);
    }

    void remember(long request) {
        kept.add(request);
        if (kept.size() > ANSWERS_KEPT_MAX) {
            forgottenUpTo = Math.max(forgottenUpTo, kept.pollFirst());
            keptCancelled.headSet(forgottenUpTo, true).clear();
        }
    }
}
