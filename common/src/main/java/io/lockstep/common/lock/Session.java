package io.lockstep.common.lock;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client's session, as the map has it now: the state machine changes it with every entry, so look at it only in the
 * thread that applies entries, and do not keep it across entries.
 */
public final class Session {

    /** The generation of a session that was not taken up again yet. */
    static final long FIRST_GENERATION = 1;

    private final long number;
    private final SessionKey key;
    private final int clientId;
    private final long ttlMillis;
    private final boolean resumable;
    private final String label;
    private final HeldLocks held = new HeldLocks();
    private final AnswerMemory answers;
    private long generation;
    private long lastAttempt;
    private ServerIncarnation home;
    private String clientAddress;
    private long answeredUpTo;

    /** Its requests that wait, by their number; null while none does. */
    private @Nullable Map<Long, Waiter> claims;

    private int locksClaimed;

    Session(long number, int clientId, Command.OpenSession opening) {
        this.number = number;
        this.clientId = clientId;
        key = opening.key();
        ttlMillis = opening.ttlMillis();
        resumable = opening.resumable();
        label = opening.label();
        home = opening.home();
        clientAddress = opening.clientAddress();
        generation = FIRST_GENERATION;
        answers = new AnswerMemory();
    }

    Session(StateImage.SessionImage image) {
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
        answers = image.answers().copy();
    }

    StateImage.SessionImage freeze() {
        return new StateImage.SessionImage(
                number,
                key,
                clientId,
                ttlMillis,
                resumable,
                generation,
                lastAttempt,
                home,
                clientAddress,
                label,
                answeredUpTo,
                answers.copy(),
                held.toList());
    }

    /** Takes the session up at another connection. */
    void resume(Command.ResumeSession command) {
        generation++;
        lastAttempt = command.attempt();
        home = command.home();
        clientAddress = command.clientAddress();
    }

    /** Keeps the answer to a request, unless the request waits and so has none yet. */
    void remember(RequestId request, CommandResult answer) {
        if (!(answer instanceof CommandResult.Queued)) {
            remember(request.number(), answer);
        }
        answeredUpTo = Math.max(answeredUpTo, request.answeredUpTo());
    }

    /** Keeps the answer to a request; not if answers to so many newer ones were kept meanwhile that there is no room. */
    void remember(long request, CommandResult answer) {
        if (request > answers.forgottenUpTo()) {
            answers.put(request, answer);
        }
    }

    /** Whether a request of this number would be refused or answered from memory. */
    boolean isAnswered(long request) {
        return request <= Math.max(answeredUpTo, answers.forgottenUpTo()) || answers.get(request) != null;
    }

    /** Its request of this number that waits; null if there is none. */
    @Nullable
    Waiter claim(long request) {
        return claims == null ? null : claims.get(request);
    }

    /** Its requests that wait, in the order they came. */
    Collection<Waiter> claims() {
        return claims == null ? List.of() : claims.values();
    }

    /** How many locks its waiting requests ask for. */
    public int locksClaimed() {
        return locksClaimed;
    }

    /** How many of its requests wait. */
    public int waitingCount() {
        return claims().size();
    }

    void add(Waiter claim) {
        if (claims == null) {
            claims = new LinkedHashMap<>();
        }
        claims.put(claim.request(), claim);
        locksClaimed += claim.locks().size();
    }

    void remove(Waiter claim) {
        if (claims == null || claims.remove(claim.request()) != claim) {
            throw new IllegalStateException("does not wait: " + claim.request());
        }
        if (claims.isEmpty()) {
            claims = null;
        }
        locksClaimed -= claim.locks().size();
    }

    HeldLocks held() {
        return held;
    }

    AnswerMemory answers() {
        return answers;
    }

    SessionKey key() {
        return key;
    }

    /** Its number, never reused. */
    public long number() {
        return number;
    }

    /** Its visible name, which another session may have later. */
    public int clientId() {
        return clientId;
    }

    /** From 1, and one more each time it is taken up again. */
    public long generation() {
        return generation;
    }

    /** The random number of the command that last took it up again; 0 if none did. */
    public long lastAttempt() {
        return lastAttempt;
    }

    /** Where its client is connected, or was last. */
    public ServerIncarnation home() {
        return home;
    }

    /** The client's {@code address:port} there. */
    public String clientAddress() {
        return clientAddress;
    }

    /** What the client says of itself; empty if nothing. */
    public String label() {
        return label;
    }

    /** How long it lives after it was last heard of. */
    public long ttlMillis() {
        return ttlMillis;
    }

    /** Whether its key may take it up again; otherwise it lives by its socket. */
    public boolean resumable() {
        return resumable;
    }

    /** How many locks it holds. */
    public int locksHeld() {
        return held.count();
    }

    /** The client has its answer for every request up to this number, as far as applied commands said. */
    public long answeredUpTo() {
        return answeredUpTo;
    }

    /** The highest request number that is known here; a request to be numbered gets a higher one. */
    public long newestRequest() {
        long newest = Math.max(answeredUpTo, Math.max(answers.newest(), answers.forgottenUpTo()));
        for (Waiter claim : claims()) {
            newest = Math.max(newest, claim.request());
        }
        return newest;
    }

    /** Whether this is its secret. */
    public boolean hasKey(SessionKey candidate) {
        return key.equals(candidate);
    }
}
