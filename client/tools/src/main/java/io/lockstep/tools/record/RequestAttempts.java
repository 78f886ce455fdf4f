package io.lockstep.tools.record;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gets the answer to one LOCK or RELEASE, with as many connections and retries under the same request number as needed,
 * and causes trouble of its own. Used by one thread, once.
 */
final class RequestAttempts {

    private static final long ATTEMPT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(12);
    private static final int RETRY_MILLIS = 20;
    private static final int CUT_MICROS_MAX = 3_000;

    /** The trouble that the client causes for its own request. */
    enum Trouble {
        NONE,
        /** Cuts the connection after sending the request, and retries it at another server. */
        CUT,
        /** Cuts the connection after sending the request, and never comes back. */
        ABANDON,
        /** Cancels the request after a while. */
        CANCEL
    }

    private final TortureSession session;
    private final SplittableRandom random;
    private final Recorder recorder;
    private final String request;
    private final long number;
    private final long waitMillis;
    private Trouble trouble;
    private boolean unanswered;

    RequestAttempts(
            TortureSession session,
            SplittableRandom random,
            Recorder recorder,
            String request,
            long waitMillis,
            Trouble trouble) {
        this.session = session;
        this.random = random;
        this.recorder = recorder;
        this.number = session.nextRequest();
        this.request = request + (waitMillis > 0 ? " wait=" + waitMillis + "ms" : "") + " req=" + number;
        this.waitMillis = waitMillis;
        this.trouble = trouble;
    }

    /** The last answer; null if there is none, and the request may have taken effect or may still do so. */
    @Nullable
    ServerLine run() throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis) + PATIENCE_NANOS;
        while (deadlineNanos - System.nanoTime() > 0 && !session.isOver()) {
            if (session.isConnected() || session.resume()) {
                ServerLine answer = attempt();
                if (answer != null) {
                    return answer;
                }
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(RETRY_MILLIS));
        }
        return null;
    }

    /** Whether an earlier sending of the request has no answer of its own. */
    boolean wasSentBefore() {
        return unanswered;
    }

    /** Sends the request once; null if no answer settles it. */
    private @Nullable ServerLine attempt() throws InterruptedException {
        boolean first = !unanswered;
        // From here until the answer, a request may be in transit.
        unanswered = true;
        try {
            ServerLine answer = exchange();
            if (answer == null) {
                session.cut();
                return null;
            }
            ErrorCode.Kind kind = answer.errorCode().map(ErrorCode::kind).orElse(ErrorCode.Kind.FINAL);
            if (kind == ErrorCode.Kind.OUTCOME_UNKNOWN || (kind == ErrorCode.Kind.RETRY_SAFE && !first)) {
                return null;
            }
            unanswered = !first;
            return answer;
        } catch (IOException e) {
            session.cut();
            return null;
        }
    }

    private @Nullable ServerLine exchange() throws IOException, InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis) + ATTEMPT_NANOS;
        Trouble now = trouble;
        trouble = Trouble.NONE;
        if (now == Trouble.NONE) {
            return session.ask(request, deadlineNanos);
        }
        recorder.event("made trouble: " + now);
        String tag = session.send(request);
        if (now == Trouble.CANCEL) {
            TimeUnit.MILLISECONDS.sleep(random.nextLong(waitMillis + 1));
            session.send("CANCEL req=" + number);
            return answerTo(tag, deadlineNanos);
        }
        TimeUnit.MICROSECONDS.sleep(random.nextInt(CUT_MICROS_MAX));
        if (now == Trouble.ABANDON) {
            session.giveUp();
        }
        return null;
    }

    private @Nullable ServerLine answerTo(String tag, long deadlineNanos) throws IOException {
        while (deadlineNanos - System.nanoTime() > 0) {
            ServerLine line = session.next(deadlineNanos);
            if (line != null && line.tag().equals(tag) && line.isReply()) {
                return line;
            }
        }
        return null;
    }
}
