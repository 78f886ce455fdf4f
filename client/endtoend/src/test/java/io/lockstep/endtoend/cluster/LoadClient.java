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
 * A client that takes one lock after the other as fast as it is answered, releases every second one, and remembers what
 * it was told of each. It is the project's own client, so fail-over and resending are its business.
 */
public final class LoadClient {

    private static final Duration TTL = Duration.ofSeconds(60);

    /** What a lock must look like to others, as far as this client was told. */
    public enum Told {
        HELD,
        FREE,
        /** An answer never came. */
        UNKNOWN
    }

    /**
     * What a client was told about its lock.
     *
     * @param token of the newest grant
     */
    public record Claim(Told told, long token) {}

    private final String prefix;
    private final ClientSession session;
    private final Thread worker = new Thread(this::work);
    private final Map<String, Claim> claims = new ConcurrentHashMap<>();
    private volatile boolean stopping;
    private volatile int grants;
    private volatile long newestToken;
    private volatile long watchedFromNanos = Long.MAX_VALUE;
    private volatile long nextGrantNanos;
    private volatile String trouble = "";

    LoadClient(String prefix, String servers, Duration timeout) {
        this.prefix = prefix;
        this.session = new ClientSession(
                SessionSettings.fresh(HostPort.parseServers(servers), TTL, timeout), SessionListener.NONE);
    }

    /** So many clients, spread over the servers. */
    public static List<LoadClient> many(int count, RealCluster cluster, String prefix, Duration timeout) {
        return IntStream.range(0, count)
                .mapToObj(i -> new LoadClient(prefix + i, cluster.addresses(i % cluster.size() + 1), timeout))
                .toList();
    }

    /** Takes a lock, or releases it, in the calling thread; false if nobody knows whether that was done. */
    public boolean change(Verb verb, String name) throws InterruptedException {
        Claim before = claims.getOrDefault(name, new Claim(Told.FREE, 0));
        // Whatever happens to this process's servers now: until the answer comes, nobody knows.
        claims.put(name, new Claim(Told.UNKNOWN, before.token()));
        CallOutcome outcome = session.call(Call.of(verb, name));
        if (outcome instanceof CallOutcome.NotDone) {
            claims.put(name, before);
        } else if (outcome instanceof CallOutcome.Answered answered) {
            answered(verb, name, before, answered.reply());
        }
        return claims.getOrDefault(name, before).told() != Told.UNKNOWN;
    }

    private void answered(Verb verb, String name, Claim before, Reply reply) {
        if (!reply.ok()) {
            if (reply.kind() == ErrorCode.Kind.FINAL) {
                trouble = verb + " " + name + " was refused: " + reply.line();
            } else if (reply.kind() == ErrorCode.Kind.RETRY_SAFE) {
                claims.put(name, before);
            }
            return;
        }
        if (verb == Verb.RELEASE) {
            claims.put(name, new Claim(Told.FREE, before.token()));
            return;
        }
        long token = reply.line().number("token", 0);
        if (token <= newestToken) {
            trouble = "token " + token + " after " + newestToken;
        }
        newestToken = token;
        claims.put(name, new Claim(Told.HELD, token));
        long nowNanos = System.nanoTime();
        if (nextGrantNanos == 0 && nowNanos > watchedFromNanos) {
            nextGrantNanos = nowNanos;
        }
    }

    /** Who the server says it is. */
    public CallOutcome whoami() throws InterruptedException {
        return session.call(Call.of(Verb.WHOAMI));
    }

    /** Goes on in a thread of its own until {@link #stop}, or until an answer stays away for good. */
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

    /** What it was told of every lock that it asked for. */
    public Map<String, Claim> claims() {
        return claims;
    }

    /** How many locks the load has gone through. */
    public int grants() {
        return grants;
    }

    /** From now on, a {@link System#nanoTime}, watches for the next grant. */
    public void watchFrom(long nanos) {
        watchedFromNanos = nanos;
    }

    /** When it was told of the first grant since it watches; 0 while it was not. */
    public long nextGrantNanos() {
        return nextGrantNanos;
    }

    /** What should not have happened; empty if nothing. */
    public String trouble() {
        return trouble;
    }

    /** Fails if it has no session. */
    public SessionIdentity identity() {
        SessionIdentity identity = session.identity();
        if (identity == null) {
            throw new AssertionError(prefix + " has no session");
        }
        return identity;
    }

    /** Leaves without a word, so that its session and its locks stay. */
    public void detach() {
        session.detach();
    }
}
