package io.lockstep.endtoend.cluster;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.client.session.SessionListener;
import io.lockstep.client.session.SessionSettings;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A client that takes one lock after the other, releases every second one, and remembers the answers for each. It uses
 * the project's own library, which handles fail-over and retries.
 */
public final class LoadClient {

    /** Longer than any test, in which the servers may be restarted more than once. */
    private static final Duration TTL = Duration.ofMinutes(10);

    /** The state of a lock according to the answers to this client. */
    public enum LockState {
        HELD,
        FREE,
        /** A request has no answer. */
        UNKNOWN
    }

    /**
     * The state of a lock according to the answers to this client.
     *
     * @param token the token of the newest grant
     */
    public record LastKnown(LockState state, long token) {}

    private final String prefix;
    private final ClientSession session;
    private final Thread worker = new Thread(this::work);
    private final Map<String, LastKnown> locks = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    private volatile int grants;
    private volatile long newestToken;
    private volatile long watchedFromNanos = Long.MAX_VALUE;
    private volatile long nextGrantNanos;
    private volatile String trouble = "";

    /** Connects to one of these servers. */
    public LoadClient(String prefix, String servers, Duration timeout) {
        this.prefix = prefix;
        this.session = new ClientSession(
                SessionSettings.fresh(HostPort.parseServers(servers), TTL, timeout), SessionListener.NONE);
    }

    /** Creates clients, spread over the servers. */
    public static List<LoadClient> many(int count, RealCluster cluster, String prefix, Duration timeout) {
        return IntStream.range(0, count)
                .mapToObj(i -> new LoadClient(prefix + i, cluster.addresses(i % cluster.size() + 1), timeout))
                .toList();
    }

    /** Takes or releases a lock in the calling thread; false if the outcome is unknown. */
    public boolean change(Verb verb, String name) throws InterruptedException {
        LastKnown before = locks.getOrDefault(name, new LastKnown(LockState.FREE, 0));
        // Until the answer arrives, the outcome is unknown.
        locks.put(name, new LastKnown(LockState.UNKNOWN, before.token()));
        CallOutcome outcome = session.call(Call.of(verb, name));
        if (outcome instanceof CallOutcome.NotDone) {
            locks.put(name, before);
        } else if (outcome instanceof CallOutcome.Answered answered) {
            answered(verb, name, before, answered.reply());
        }
        return locks.getOrDefault(name, before).state() != LockState.UNKNOWN;
    }

    private void answered(Verb verb, String name, LastKnown before, Reply reply) {
        if (!reply.ok()) {
            if (reply.kind() == ErrorCode.Kind.FINAL) {
                trouble = verb + " " + name + " was refused: " + reply.line();
            } else if (reply.kind() == ErrorCode.Kind.RETRY_SAFE) {
                locks.put(name, before);
            }
            return;
        }
        if (verb == Verb.RELEASE) {
            locks.put(name, new LastKnown(LockState.FREE, before.token()));
            return;
        }
        long token = reply.line().number("token", 0);
        if (token <= newestToken) {
            trouble = "token " + token + " after " + newestToken;
        }
        newestToken = token;
        locks.put(name, new LastKnown(LockState.HELD, token));
        long nowNanos = System.nanoTime();
        if (nextGrantNanos == 0 && nowNanos > watchedFromNanos) {
            nextGrantNanos = nowNanos;
        }
    }

    /** Asks the server for this client's identity. */
    public CallOutcome whoami() throws InterruptedException {
        return session.call(Call.of(Verb.WHOAMI));
    }

    /** Starts the load in a thread of its own, until {@link #stop} or a request without an answer. */
    public void start() {
        worker.start();
    }

    private void work() {
        try {
            boolean known = true;
            for (int i = 0; known && !stopping && trouble.isEmpty(); i++) {
                known = change(Verb.LOCK, prefix + "-" + i) && (i % 2 == 0 || change(Verb.RELEASE, prefix + "-" + i));
                grants = i + 1;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void stop() throws InterruptedException {
        stopping = true;
        worker.join();
    }

    /** The state of every lock that this client asked for. */
    public Map<String, LastKnown> locks() {
        return locks;
    }

    /** The number of locks that the load has taken. */
    public int grants() {
        return grants;
    }

    /** Watches for the first grant after this {@link System#nanoTime}. */
    public void watchFrom(long nanos) {
        watchedFromNanos = nanos;
    }

    /** The time of the first grant since {@link #watchFrom}; 0 if there is none yet. */
    public long nextGrantNanos() {
        return nextGrantNanos;
    }

    /** The first unexpected answer; empty if there is none. */
    public String trouble() {
        return trouble;
    }

    /** The identity of the session. Fails if there is none. */
    public SessionIdentity identity() {
        SessionIdentity identity = session.identity();
        if (identity == null) {
            throw new AssertionError(prefix + " has no session");
        }
        return identity;
    }

    /** Closes the connection without QUIT, so that the session and its locks stay. */
    public void detach() {
        session.detach();
    }
}
