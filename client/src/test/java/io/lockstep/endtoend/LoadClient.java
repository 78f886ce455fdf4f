package io.lockstep.endtoend;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.Outcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.connection.ServerAddress;
import io.lockstep.client.connection.Session;
import io.lockstep.client.connection.SessionIdentity;
import io.lockstep.client.connection.SessionListener;
import io.lockstep.client.connection.SessionSettings;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A client that takes and releases one lock of its own as fast as it is answered, and remembers what it was told. It is
 * the project's own client, so fail-over and resending are its business.
 */
final class LoadClient {

    private static final Duration TTL = Duration.ofSeconds(60);

    /** What its lock must look like to others, as far as it was told. */
    enum Told {
        HELD,
        FREE,
        /** An answer never came. */
        UNKNOWN
    }

    private final String name;
    private final Session session;
    private volatile boolean stopping;
    private Thread worker = new Thread(this::work);

    private volatile Told told = Told.FREE;
    private volatile long token;
    private final AtomicLong grants = new AtomicLong();
    private volatile long watchedFromNanos = Long.MAX_VALUE;
    private volatile long nextGrantNanos;
    private volatile String trouble = "";

    LoadClient(String name, String servers, Duration timeout) {
        this.name = name;
        this.session = new Session(
                SessionSettings.fresh(ServerAddress.parseList(servers), TTL, timeout), SessionListener.NONE);
    }

    /** Asks once, in the calling thread. */
    Outcome ask(Verb verb) throws InterruptedException {
        Outcome outcome = session.call(verb == Verb.WHOAMI ? Call.of(verb) : Call.of(verb, name));
        remember(verb, outcome);
        return outcome;
    }

    private void remember(Verb verb, Outcome outcome) {
        if (verb == Verb.WHOAMI) {
            return;
        }
        if (!(outcome instanceof Outcome.Answered answered)) {
            if (outcome instanceof Outcome.Unknown) {
                told = Told.UNKNOWN;
            }
            return;
        }
        Reply reply = answered.reply();
        if (!reply.ok()) {
            if (reply.kind() == ErrorCode.Kind.OUTCOME_UNKNOWN) {
                told = Told.UNKNOWN;
            } else if (reply.kind() == ErrorCode.Kind.FINAL) {
                trouble = verb + " " + name + " was refused: " + reply.line();
            }
        } else if (verb == Verb.LOCK) {
            long granted = reply.line().number("token", 0);
            if (granted <= token) {
                trouble = "token " + granted + " after " + token;
            }
            token = granted;
            grants.incrementAndGet();
            long nowNanos = System.nanoTime();
            if (nextGrantNanos == 0 && nowNanos > watchedFromNanos) {
                nextGrantNanos = nowNanos;
            }
            told = Told.HELD;
        } else {
            told = Told.FREE;
        }
    }

    /** Goes on in a thread of its own until {@link #stop}, or until an answer stays away for good. */
    void start() {
        worker = new Thread(this::work, "load-" + name);
        worker.start();
    }

    private void work() {
        try {
            Verb next = told == Told.HELD ? Verb.RELEASE : Verb.LOCK;
            while (!stopping && trouble.isEmpty() && told != Told.UNKNOWN) {
                ask(next);
                next = told == Told.HELD ? Verb.RELEASE : Verb.LOCK;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() throws InterruptedException {
        stopping = true;
        worker.join();
    }

    String name() {
        return name;
    }

    Told told() {
        return told;
    }

    long token() {
        return token;
    }

    long grants() {
        return grants.get();
    }

    /** From now on, a {@link System#nanoTime}, watches for the next grant. */
    void watchFrom(long nanos) {
        watchedFromNanos = nanos;
    }

    /** When it was told of the first grant since it watches; 0 while it was not. */
    long nextGrantNanos() {
        return nextGrantNanos;
    }

    /** What should not have happened; empty if nothing. */
    String trouble() {
        return trouble;
    }

    /** Fails if it has no session. */
    SessionIdentity identity() {
        SessionIdentity identity = session.identity();
        if (identity == null) {
            throw new AssertionError(name + " has no session");
        }
        return identity;
    }

    /** Leaves without a word, so that its session and its lock stay. */
    void detach() {
        session.detach();
    }

    static List<LoadClient> many(int count, RealCluster cluster, String prefix, Duration timeout) {
        return IntStream.range(0, count)
                .mapToObj(i -> new LoadClient(prefix + i, cluster.addresses(i % cluster.size() + 1), timeout))
                .toList();
    }
}
