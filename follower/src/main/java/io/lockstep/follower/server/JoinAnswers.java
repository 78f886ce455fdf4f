package io.lockstep.follower.server;

import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.peer.PeerRefusal;
import io.lockstep.follower.peer.RefusalReason;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The answers to a server that joins, passed from the wire's threads to the one that waits. Any thread. */
public final class JoinAnswers {

    private static final int ANSWERS_MAX = 64;

    private final BlockingQueue<PeerMessage.JoinAnswer> answers = new ArrayBlockingQueue<>(ANSWERS_MAX);
    private volatile Optional<PeerRefusal> finalRefusal = Optional.empty();

    /** Adds an answer. It is dropped if too many wait already: the question is asked again anyway. */
    void offer(PeerMessage.JoinAnswer answer) {
        answers.offer(answer);
    }

    /** Adds the refusal of a hello, which is an answer too if this server made the connection. */
    void refused(PeerRefusal refusal) {
        if (!refusal.dialled()) {
            return;
        }
        boolean certain = refusal.here() || refusal.believed();
        if (certain && refusal.reason() != RefusalReason.TOO_MANY_LINKS) {
            finalRefusal = Optional.of(refusal);
        }
        answers.offer(new PeerMessage.NotJoined(refusal.explanation()));
    }

    /** Why this server will never be admitted as it is; empty if nobody has said so. */
    public Optional<PeerRefusal> finalRefusal() {
        return finalRefusal;
    }

    /** Waits for the next answer; null if there is none in time. */
    public PeerMessage.@Nullable JoinAnswer poll(long millis) throws InterruptedException {
        return answers.poll(millis, TimeUnit.MILLISECONDS);
    }
}
