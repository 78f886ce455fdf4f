package io.lockstep.follower.server;

import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.peer.PeerRefusal;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What comes back to a server that joins, from the wire's threads to the one that waits. */
public final class JoinAnswers {

    private static final int ANSWERS_MAX = 64;

    private final BlockingQueue<PeerMessage> answers = new ArrayBlockingQueue<>(ANSWERS_MAX);

    /** An answer came. When too many are waiting, it is dropped: the question is asked again anyway. */
    void offer(PeerMessage answer) {
        answers.offer(answer);
    }

    /** The other end would not speak with this server: that is an answer too. */
    void refused(PeerRefusal refusal) {
        answers.offer(new PeerMessage.NotJoined(refusal.explanation()));
    }

    /** The next answer; null if none comes in time. */
    public @Nullable PeerMessage poll(long millis) throws InterruptedException {
        return answers.poll(millis, TimeUnit.MILLISECONDS);
    }
}
