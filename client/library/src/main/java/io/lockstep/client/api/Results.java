package io.lockstep.client.api;

import io.lockstep.client.connection.Reply;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.client.turn.Admission;
import io.lockstep.client.turn.Turn;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a caller gets for a request: a lock, or a refusal by the cluster or by its own client, in several forms. */
final class Results {

    private static final String HERE = "this process";

    private Results() {}

    /** The result for a refusal of the cluster. Throws those that are not refusals of a lock as such. */
    static AcquireResult of(LockRequest request, Reply reply) {
        ServerLine line = reply.line();
        Refusal refusal = Refusal.of(line);
        ErrorCode code = line.errorCode().orElse(null);
        if (code == null) {
            throw new LockNotAcquiredException(refusal.toString(), refusal);
        }
        return switch (code) {
            case HELD, DELAYED, TIMEOUT -> new AcquireResult.Refused(refusal);
            case ALREADY ->
                throw new LockLimitException(
                        refusal,
                        line.option("waiting") != null,
                        request.names().contains(line.value()),
                        line.number("limit", 1));
            case DEADLOCK -> throw new DeadlockException(refusal, line.options().getOrDefault("cycle", ""));
            case CANCELLED -> throw new CancellationException(refusal.toString());
            case BAD_ARGS, BAD_FORMAT -> throw new IllegalArgumentException(line.message());
            case BUSY, NO_LEADER, BEHIND, SHUTTING_DOWN, LIMIT -> throw notDone(request, line.message());
            default -> throw new LockNotAcquiredException(refusal.toString(), refusal);
        };
    }

    static LockServiceUnavailableException notDone(LockRequest request, String why) {
        return new LockServiceUnavailableException(
                "no server could grant " + request.quotedNames() + " (" + why + "); nothing was done");
    }

    /** The failure of a future, to be thrown. */
    static RuntimeException thrown(@Nullable Throwable cause) {
        return cause instanceof RuntimeException expected ? expected : new IllegalStateException(cause);
    }

    static OutcomeUnknownException unknown(LockRequest request) {
        return new OutcomeUnknownException("it is unknown whether " + request.quotedNames()
                + " was granted; the client releases it in the background");
    }

    static CancellationException cancelled(LockRequest request) {
        return new CancellationException("the wait for " + request.quotedNames() + " was cancelled");
    }

    /** The result for a request that did not get its turn in this process. */
    static AcquireResult here(Admission why, Turn turn, Grants grants, LockRequest request) {
        Turn first = before(turn, grants);
        String name = commonName(turn, first);
        Optional<Holder> holder = holder(first, grants);
        long waiting = grants.turns().waitingFor(turn);
        return switch (why) {
            case FULL -> throw full(turn, grants, waiting);
            case CIRCLE ->
                throw new DeadlockException(
                        new Refusal("DEADLOCK", name, holder, waiting, "a thread that has it waits for this thread"),
                        "in this process, at " + name);
            default -> inVain(turn, grants, request);
        };
    }

    /** The same for one that another request of this client kept from its turn. */
    static AcquireResult inVain(Turn turn, Grants grants, LockRequest request) {
        Turn first = before(turn, grants);
        return new AcquireResult.Refused(new Refusal(
                request.waits() ? "TIMEOUT" : "HELD",
                commonName(turn, first),
                holder(first, grants),
                grants.turns().waitingFor(turn),
                "another request of this client comes first"));
    }

    /** The result for a wait that is over, at the last refusal of the cluster. */
    static AcquireResult timedOut(Reply reply) {
        Refusal last = Refusal.of(reply.line());
        return new AcquireResult.Refused(
                new Refusal("TIMEOUT", last.name(), last.holder(), last.waiting(), "the wait is over"));
    }

    private static Turn before(Turn turn, Grants grants) {
        return grants.turns().before(turn).stream().findFirst().orElse(turn);
    }

    private static String commonName(Turn turn, Turn first) {
        return turn.names().stream().filter(first.names()::contains).findFirst().orElse("");
    }

    private static LockLimitException full(Turn turn, Grants grants, long waiting) {
        Turn first = grants.turns().inUse().stream()
                .filter(each -> each != turn)
                .findFirst()
                .orElse(turn);
        String has = first == turn ? "" : first.names().get(0);
        return new LockLimitException(
                new Refusal("ALREADY", has, holder(first, grants), waiting, ""),
                first.token() == 0,
                false,
                grants.turns().limit());
    }

    private static Optional<Holder> holder(Turn first, Grants grants) {
        SessionIdentity session = grants.session().identity();
        if (first.token() == 0 || session == null) {
            return Optional.empty();
        }
        return Optional.of(new Holder(
                session.clientId(),
                "",
                HERE,
                0,
                first.token(),
                false,
                Duration.ofNanos(System.nanoTime() - first.heldNanos()),
                Optional.of(grants.leaseLeft(session.session()))));
    }

    /** Releases a grant that nobody takes. */
    static void giveBack(AcquireResult result) {
        if (result instanceof AcquireResult.Granted granted) {
            var unused = granted.lock().closeAsync();
        }
    }

    /** Begins an acquisition; cancelling the future ends it. */
    static <T> CompletableFuture<T> begin(Acquisition acquisition, Function<AcquireResult, T> as) {
        CompletableFuture<T> future = new CompletableFuture<>();
        // A future that was cancelled or timed out has no further use for the lock.
        var unused = future.whenComplete((result, failure) -> acquisition.cancel());
        var unusedToo = acquisition.start().whenComplete((result, failure) -> complete(future, result, failure, as));
        return future;
    }

    private static <T> void complete(
            CompletableFuture<T> future,
            @Nullable AcquireResult result,
            @Nullable Throwable failure,
            Function<AcquireResult, T> as) {
        boolean taken = false;
        try {
            if (result == null) {
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                future.completeExceptionally(Objects.requireNonNull(cause));
            } else {
                taken = future.complete(as.apply(result));
            }
        } catch (LockNotAcquiredException refused) {
            future.completeExceptionally(refused);
        } finally {
            if (!taken && result != null) {
                giveBack(result);
            }
        }
    }

    /** The lock; throws the refusal. */
    static HeldLock granted(AcquireResult result) {
        if (result instanceof AcquireResult.Granted granted) {
            return granted.lock();
        }
        Refusal refusal = ((AcquireResult.Refused) result).refusal();
        throw new LockNotAcquiredException(refusal.toString(), refusal);
    }

    /** The lock, or empty for a refusal. */
    static Optional<HeldLock> grantedOrEmpty(AcquireResult result) {
        return result instanceof AcquireResult.Granted granted ? Optional.of(granted.lock()) : Optional.empty();
    }
}
