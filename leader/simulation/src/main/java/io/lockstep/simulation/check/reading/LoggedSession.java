package io.lockstep.simulation.check.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A session in the log. */
public final class LoggedSession {

    private static final int ANSWERS_KEPT_MAX = 128;

    public final long number;
    public final long clientId;
    public final long ttlMillis;
    public final boolean resumable;
    public final Moment begin;

    /** Of the grant that the session is there for; null if its client keeps it alive. */
    @Nullable
    LoggedLease lease;

    int server;
    final List<String> addresses = new ArrayList<>();
    private final TreeSet<Long> kept = new TreeSet<>();
    private final TreeSet<Long> keptCancelled = new TreeSet<>();

    /** The requests that CANCEL named, which can no longer be queued, and since when. Never dropped. */
    private final Map<Long, Moment> cancelled = new HashMap<>();

    private String user;
    private long forgottenUpTo;
    private long answeredUpTo;
    long generation = 1;
    long lastAttempt;
    private final List<Moment> takenUp = new ArrayList<>();
    Moment end = Moment.NEVER;
    Ownership.End how = Ownership.End.NONE;

    LoggedSession(long number, long clientId, long ttlMillis, boolean resumable, String user, Moment begin) {
        this.number = number;
        this.clientId = clientId;
        this.ttlMillis = ttlMillis;
        this.resumable = resumable;
        this.user = user;
        this.begin = begin;
    }

    /** Returns whether it is there for one grant, which has its own lease. */
    public boolean isOfGrant() {
        return lease != null;
    }

    /** Returns the addresses of the connections that opened and resumed it, in order. */
    public List<String> addresses() {
        return addresses;
    }

    String lastAddress() {
        return addresses.get(addresses.size() - 1);
    }

    /** Returns the name of its user; empty in a cluster without users. */
    public String user() {
        return user;
    }

    /** A session that belongs to no user belongs to this one from now on. */
    void belongTo(String resumer) {
        user = user.isEmpty() ? resumer : user;
    }

    /** Returns whether it was open after the command at this place of the log. */
    public boolean standsAt(long place) {
        return begin.place() <= place && end.place() > place;
    }

    /** Returns when it ended; {@link Moment#NEVER} if it has not. */
    public Moment end() {
        return end;
    }

    /** Returns how it ended: closed, expired, or by force, since its user was removed. */
    public Ownership.End how() {
        return how;
    }

    boolean isLive() {
        return how == Ownership.End.NONE;
    }

    /** Returns the scope of its request numbers, as {@code ClientCall.scope} defines it. */
    public String scope() {
        return resumable ? Long.toString(number) : addresses.get(0);
    }

    void takeUp(String address, Moment moment) {
        addresses.add(address);
        takenUp.add(moment);
    }

    /** Returns when it was last resumed, or opened. */
    public Moment lastTakenUp() {
        return takenUp.get(takenUp.size() - 1);
    }

    /** Returns whether its newest connection at that time came from this address. */
    public boolean isConnectedFrom(String address, long micros) {
        int newest = takenUp.size() - 1;
        while (newest >= 0 && takenUp.get(newest).micros() > micros) {
            newest--;
        }
        return newest >= 0 && addresses.get(newest).equals(address);
    }

    /** Returns the address of its connection after the command at this place of the log. */
    public String addressAt(long place) {
        int newest = takenUp.size() - 1;
        while (newest > 0 && takenUp.get(newest).place() > place) {
            newest--;
        }
        return addresses.get(newest);
    }

    /** Returns whether a request with this number, which does not wait, may still take effect. */
    boolean isNew(long request) {
        return request > Math.max(forgottenUpTo, answeredUpTo) && !kept.contains(request);
    }

    boolean isCancelled(long request) {
        return keptCancelled.contains(request);
    }

    /** Returns when CANCEL ended this request or prevented it; null if it did not. */
    public Moment cancelledAt(long request) {
        return cancelled.getOrDefault(request, Moment.NEVER);
    }

    /** The client has the answers to all requests up to this one. */
    void answeredUpTo(long request) {
        answeredUpTo = Math.max(answeredUpTo, request);
    }

    /** A waiting request has its answer. */
    void answeredWait(long request, boolean isCancelled) {
        if (request > forgottenUpTo) {
            remember(request);
            if (isCancelled) {
                keptCancelled.add(request);
            }
        }
    }

    /** A request was cancelled, whether it waited or had not arrived. */
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
