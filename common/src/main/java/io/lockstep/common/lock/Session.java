package io.lockstep.common.lock;

import io.lockstep.common.access.Usage;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.record.AnswerMemory;
import io.lockstep.common.size.MapSize;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's session in the lock map. The state machine changes it with every entry: read it only in the thread that
 * applies entries, and do not keep it across entries.
 */
public final class Session {

    /** What a session has that has made no request: never changed. */
    private static final AnswerMemory NO_ANSWERS = new AnswerMemory();

    /** The generation of a session that was never resumed. */
    static final long FIRST_GENERATION = 1;

    private final long number;
    private final SessionKey key;
    private final int clientId;
    private final long ttlMillis;
    private final boolean resumable;
    private final String label;

    /** Null as long as it has held none. */
    private @Nullable HeldLocks held;

    private AnswerMemory answers;
    private final MapSize size;
    private Usage usage;
    private long generation;
    private long lastAttempt;
    private ServerIncarnation home;
    private String clientAddress;
    private long answeredUpTo;

    /** Null while there is none. */
    private @Nullable WaitingRequests waiting;

    private @Nullable Lease lease;

    Session(long number, int clientId, Command.OpenSession opening, @Nullable Lease lease, Usage usage, MapSize size) {
        this.lease = lease;
        this.size = size;
        this.number = number;
        this.usage = usage;
        this.clientId = clientId;
        key = opening.key();
        ttlMillis = opening.ttlMillis();
        resumable = opening.resumable();
        label = opening.label();
        home = opening.home();
        clientAddress = opening.clientAddress();
        generation = FIRST_GENERATION;
        answers = NO_ANSWERS;
    }

    Session(StateImage.SessionImage image, Usage usage, MapSize size) {
        this.usage = usage;
        this.size = size;
        number = image.number();
        clientId = image.clientId();
        key = image.key();
        ttlMillis = image.ttlMillis();
        resumable = image.resumable();
        label = image.label();
        home = image.home();
        clientAddress = image.clientAddress();
        generation = image.generation();
        lastAttempt = image.lastAttempt();
        answeredUpTo = image.answeredUpTo();
        answers = image.answers().isNew() ? NO_ANSWERS : image.answers().freeze();
        lease = image.lease();
    }

    /** Shares the value of its home, which many sessions have. */
    void shareHome(ServerIncarnation equal) {
        home = equal;
    }

    /** Moves the session to another connection. */
    void resume(Command.ResumeSession command) {
        generation++;
        lastAttempt = command.attempt();
        home = command.home();
        clientAddress = command.clientAddress();
    }

    /** Keeps the answer to a request, unless the request waits and so has no answer yet. */
    void remember(RequestId request, CommandResult answer) {
        if (!(answer instanceof CommandResult.Queued)) {
            remember(request.number(), answer);
        }
        answeredUpTo = Math.max(answeredUpTo, request.answeredUpTo());
    }

    /** Keeps the answer to a request, unless so many newer answers are kept that it is stale. */
    void remember(long request, CommandResult answer) {
        if (request > answers.forgottenUpTo()) {
            if (answers == NO_ANSWERS) {
                answers = new AnswerMemory();
            }
            long before = answers.bytes();
            answers.put(request, answer);
            size.add(answers.bytes() - before);
        }
    }

    /** Returns whether a request with this number would be refused as stale or answered from memory. */
    boolean isAnswered(long request) {
        return request <= Math.max(answeredUpTo, answers.forgottenUpTo()) || answers.get(request) != null;
    }

    /** Returns its waiting request with this number, or null. */
    @Nullable
    Waiter waiter(long request) {
        return waiting == null ? null : waiting.get(request);
    }

    /** Returns its waiting requests, also those for grants with their own lease, in the order of arrival. */
    Collection<Waiter> waiters() {
        return waiting == null ? List.of() : waiting.all();
    }

    /** Returns how many locks its waiting requests ask for, without those for grants with their own lease. */
    public int locksAwaited() {
        return waiting == null ? 0 : waiting.locksAwaited();
    }

    /** Returns how many of its requests wait. */
    public int waitingCount() {
        return waiters().size();
    }

    void add(Waiter waiter) {
        if (waiting == null) {
            waiting = new WaitingRequests();
        }
        waiting.add(waiter);
        usage.addWaiters(1, waiter.locks().size());
    }

    void remove(Waiter waiter) {
        if (waiting == null) {
            throw new IllegalStateException("waits for nothing");
        }
        waiting.remove(waiter);
        if (waiting.all().isEmpty()) {
            waiting = null;
        }
        usage.addWaiters(-1, -waiter.locks().size());
    }

    /** Returns its grants in the order of tokens. Do not iterate over them while the session changes. */
    Collection<Grant> held() {
        return held == null ? List.of() : held.all();
    }

    /** Returns its grants as they are now, which other threads may read. */
    Collection<Grant> frozenHeld() {
        return held == null ? List.of() : held.freeze();
    }

    /** Returns its oldest grant; null if it holds none. */
    @Nullable
    Grant firstHeld() {
        return held == null ? null : held.first();
    }

    void add(Grant grant) {
        if (held == null) {
            held = new HeldLocks();
        }
        held.add(grant);
        usage.addHeld(1);
    }

    void remove(Grant grant) {
        if (held == null) {
            throw new IllegalStateException("holds nothing");
        }
        held.remove(grant);
        usage.addHeld(-1);
    }

    /** Counts what its user has. */
    Usage usage() {
        return usage;
    }

    /** Makes the session that of another user. */
    void belongTo(Usage other) {
        count(-1);
        usage = other;
        count(1);
    }

    private void count(int sign) {
        usage.addSessions(sign);
        usage.addHeld(sign * locksHeld());
        waiters().forEach(waiter -> usage.addWaiters(sign, sign * waiter.locks().size()));
    }

    /** Returns the name of the user to whom the session belongs; empty for none. */
    public String user() {
        return usage.user();
    }

    /** Returns the lease of the grant that the session is there for; null if its client keeps it alive. */
    public @Nullable Lease lease() {
        return lease;
    }

    void lease(Lease changed) {
        lease = changed;
    }

    AnswerMemory answers() {
        return answers;
    }

    SessionKey key() {
        return key;
    }

    /** Returns the session number, never reused. */
    public long number() {
        return number;
    }

    /** Returns the client id. Another session may get it after this one ends. */
    public int clientId() {
        return clientId;
    }

    /** Returns the generation: 1 at first, one more after each resumption. */
    public long generation() {
        return generation;
    }

    /** Returns the random number of the last resumption; 0 if there was none. */
    public long lastAttempt() {
        return lastAttempt;
    }

    /** Returns the server run that the client is, or was last, connected to. */
    public ServerIncarnation home() {
        return home;
    }

    /** Returns the client's {@code address:port} at that server. */
    public String clientAddress() {
        return clientAddress;
    }

    /** Returns the client's name for itself; empty if none. */
    public String label() {
        return label;
    }

    /** Returns how long the session lives after its last renewal. */
    public long ttlMillis() {
        return ttlMillis;
    }

    /** Returns whether its key can resume it; otherwise the session ends with its connection. */
    public boolean resumable() {
        return resumable;
    }

    /** Returns how many locks the session holds. */
    public int locksHeld() {
        return held == null ? 0 : held.count();
    }

    /** Returns the request number up to which the client has all answers, as far as applied commands say. */
    public long answeredUpTo() {
        return answeredUpTo;
    }

    /** Returns the highest request number known here; a new request gets a higher one. */
    public long newestRequest() {
        long newest = Math.max(answeredUpTo, Math.max(answers.newest(), answers.forgottenUpTo()));
        for (Waiter waiter : waiters()) {
            newest = Math.max(newest, waiter.request());
        }
        return newest;
    }
}
