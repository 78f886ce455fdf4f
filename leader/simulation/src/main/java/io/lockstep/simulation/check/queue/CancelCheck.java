package io.lockstep.simulation.check.queue;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LoggedWait;
import io.lockstep.simulation.client.ClientCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * CANCEL ends a wait or comes too late, and its answer says which, as the log does. After OK, any certain answer to the
 * LOCK is CANCELLED; after a refusal, the LOCK has its answer. No LOCK is cancelled without a CANCEL.
 */
public final class CancelCheck implements Check {

    @Override
    public Set<String> subjects() {
        return Set.of("cancelled=yes", "cancelled=no", "a wait cancelled in the log");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        Map<String, List<ClientCall>> cancels = new HashMap<>();
        for (ClientCall call : evidence.history().calls()) {
            if (call.ask().verb() == Verb.CANCEL) {
                cancels.computeIfAbsent(call.scope(), any -> new ArrayList<>()).add(call);
                if (call.isOk()) {
                    verdict.judged(saysYes(call) ? "cancelled=yes" : "cancelled=no");
                    examine(call, evidence, verdict);
                }
            }
        }
        for (LoggedWait wait : evidence.log().waits()) {
            // The server cancels a wait for a grant with its own lease when the connection closes.
            if (wait.how() == LoggedWait.End.CANCELLED && wait.asker == wait.session) {
                verdict.judged("a wait cancelled in the log");
                String scope = evidence.log().session(wait.session).scope();
                boolean explained = cancels.getOrDefault(scope, List.of()).stream()
                        .anyMatch(call ->
                                call.askedMicros() <= wait.end().micros() && (call.isUnknown() || saysYes(call)));
                if (!explained) {
                    verdict.breach("cancelled, but no CANCEL was told so or has no answer: " + wait);
                }
            }
        }
    }

    private static boolean saysYes(ClientCall call) {
        return call.isOk() && "yes".equals(call.reply().option("cancelled"));
    }

    private static void examine(ClientCall call, Evidence evidence, CheckVerdict verdict) {
        List<ClientCall> meant = meant(call, evidence);
        if (saysYes(call)) {
            long number = call.ask().number("req");
            if (number > 0 && !evidence.log().isCancelled(call, number)) {
                verdict.breach("claims to have cancelled a request that was not: " + call);
            }
            if (!meant.isEmpty() && meant.stream().noneMatch(lock -> mayBeCancelled(lock, number > 0))) {
                verdict.breach(
                        "claims to have cancelled a request that was answered otherwise: " + call + "; " + meant);
            }
        } else if (!meant.isEmpty() && meant.stream().allMatch(lock -> lock.answeredMicros() > call.answeredMicros())) {
            verdict.breach("claims to be late before the request was answered: " + call + "; " + meant);
        }
    }

    /**
     * A numbered request may have been refused, and the CANCEL may apply to a retry still to come. An untagged LOCK
     * waits for its turn; if its number is too old by then, nothing was done either.
     */
    private static boolean mayBeCancelled(ClientCall lock, boolean byNumber) {
        return lock.error() == ErrorCode.CANCELLED
                || lock.error() == ErrorCode.STALE_REQUEST
                || lock.isUnknown()
                || (lock.error() != null && lock.error().kind() == ErrorCode.Kind.RETRY_SAFE)
                || (byNumber && lock.isWithoutEffect());
    }

    /**
     * Returns the LOCK requests that the CANCEL may apply to: sent before it on the same connection and unanswered
     * then. Of untagged ones the server takes the first that is unanswered when the CANCEL arrives.
     */
    private static List<ClientCall> meant(ClientCall cancel, Evidence evidence) {
        List<ClientCall> meant = new ArrayList<>();
        for (ClientCall call : evidence.history().calls()) {
            if (call == cancel) {
                break;
            }
            boolean isMeant = cancel.ask().number("req") > 0
                    ? call.ask().number("req") == cancel.ask().number("req")
                    : call.tag().equals(cancel.ask().name());
            if (call.contact() == cancel.contact()
                    && call.ask().verb() == Verb.LOCK
                    && isMeant
                    && call.answeredMicros() > cancel.askedMicros()) {
                meant.add(call);
            }
        }
        return meant;
    }
}
