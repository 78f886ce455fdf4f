package io.lockstep.client.connection;

import static io.lockstep.interleavings.Interleaving.join;
import static io.lockstep.interleavings.Interleaving.require;

import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import java.time.Duration;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

class PendingReplyInterleavingsTest {

    private static final int INVOCATIONS = 100;
    private static final ServerLine OK =
            ReplyParser.parse("#1 OK LOCK a token=1").orElseThrow();

    /** A caller that was told an outcome must never be told another one, as it may have acted upon the first. */
    @Test
    void theFirstOutcomeStays() {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> {
            PendingReply reply = new PendingReply("#1");
            Thread reader = new Thread(() -> reply.answered(OK));
            Thread closer = new Thread(() -> reply.broken("closed"));
            reader.start();
            closer.start();
            CallOutcome first = now(reply);
            join(reader);
            CallOutcome later = now(reply);
            join(closer);
            CallOutcome last = now(reply);
            require(first == null || first == last, "first " + first + ", then " + last);
            require(later != null && later == last, "after the answer " + later + ", then " + last);
        });
    }

    /** What is told before a wait begins must not be missed by it. */
    @Test
    void anAnswerEndsTheWait() {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> {
            PendingReply reply = new PendingReply("#1");
            Thread reader = new Thread(() -> reply.answered(OK));
            reader.start();
            CallOutcome outcome = await(reply, Duration.ofDays(1));
            join(reader);
            require(outcome instanceof CallOutcome.Answered, "the outcome is " + outcome);
        });
    }

    private static CallOutcome now(PendingReply reply) {
        try {
            return reply.await(Duration.ZERO, () -> false);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static CallOutcome await(PendingReply reply, Duration timeout) {
        try {
            return reply.await(timeout);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
