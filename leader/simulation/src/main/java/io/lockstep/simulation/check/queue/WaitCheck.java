package io.lockstep.simulation.check.queue;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.Committed;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.LoggedWait;
import io.lockstep.simulation.client.ClientCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A wait ends once, as the log says, and its client learns exactly that: a request answered TIMEOUT waited until it
 * timed out, one answered CANCELLED was cancelled, and neither is ever granted. In cluster time no wait ends early; and
 * while there is a leader and no disturbance, no wait ends more than {@value #LATE_MILLIS} ms late. A LOCK that is
 * retried after a cut waits no longer than its first sending asked.
 */
public final class WaitCheck implements Check {

    /** No wait ends later than this after its time while nothing is disturbed. */
    static final long LATE_MILLIS = 1_000;

    /** The same while nothing breaks but the log uses its freedom to be slow. */
    static final long LATE_IN_UNREST_MILLIS = 4_000;

    @Override
    public Set<String> subjects() {
        return Set.of("TIMEOUT", "CANCELLED", "a wait that timed out in the log", "a wait while all is well");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        LogReading log = evidence.log();
        examineAnswers(evidence, verdict);
        Set<String> grants = new HashSet<>();
        log.appliedRequests().stream()
                .filter(applied -> applied.verb() == Verb.LOCK)
                .forEach(applied -> grants.add(applied.session() + "/" + applied.request()));
        for (LoggedWait wait : log.waits()) {
            if (wait.how() != LoggedWait.End.GRANTED && grants.contains(wait.asker + "/" + wait.request)) {
                verdict.breach("granted and not granted: " + wait);
            }
            if (wait.how() != LoggedWait.End.TIMEOUT) {
                continue;
            }
            verdict.judged("a wait that timed out in the log");
            if (wait.endClusterMillis() < wait.deadlineClusterMillis) {
                verdict.breach("timed out at " + wait.endClusterMillis() + " instead of " + wait.deadlineClusterMillis
                        + " of cluster time: " + wait);
            }
        }
        examineLateness(evidence, verdict);
    }

    private static void examineAnswers(Evidence evidence, CheckVerdict verdict) {
        Map<String, Long> firstAsked = new HashMap<>();
        List<ClientCall> byAnswer = new ArrayList<>();
        for (ClientCall call : evidence.history().calls()) {
            if (call.ask().verb() == Verb.LOCK) {
                byAnswer.add(call);
                firstAsked.merge(requestOf(call), call.askedMicros(), Math::min);
            }
        }
        byAnswer.sort(Comparator.comparingLong(ClientCall::answeredMicros));
        Set<LoggedWait> told = new HashSet<>();
        for (ClientCall call : byAnswer) {
            if (call.error() == ErrorCode.TIMEOUT) {
                verdict.judged("TIMEOUT");
                examineTimeout(call, told, evidence.log(), verdict);
                boolean numbered = call.ask().number("req") > 0;
                long askedMicros = numbered ? firstAsked.get(requestOf(call)) : call.askedMicros();
                if (call.answeredMicros() - askedMicros < 1_000 * (call.ask().waitMillis() - 1)) {
                    verdict.breach("did not wait as long as requested: " + call);
                }
            } else if (call.error() == ErrorCode.CANCELLED) {
                verdict.judged("CANCELLED");
                if (!isCancelled(call, told, evidence.log())) {
                    verdict.breach("answered CANCELLED without being cancelled: " + call + "; queued: "
                            + evidence.log().waitsOf(call));
                }
            }
        }
    }

    private static String requestOf(ClientCall call) {
        return call.scope() + "/" + call.ask().number("req");
    }

    private static void examineTimeout(ClientCall call, Set<LoggedWait> told, LogReading log, CheckVerdict verdict) {
        LoggedWait wait = ended(call, Set.of(LoggedWait.End.TIMEOUT), told, log);
        if (wait == null) {
            verdict.breach("answered TIMEOUT without having timed out: " + call + "; queued: " + log.waitsOf(call));
        } else {
            told.add(wait);
        }
    }

    /**
     * Returns the first wait of this call that ended so; null if there is none. A wait without a number explains only
     * one call.
     */
    private static @Nullable LoggedWait ended(
            ClientCall call, Set<LoggedWait.End> how, Set<LoggedWait> told, LogReading log) {
        return log.waitsOf(call).stream()
                .filter(wait -> how.contains(wait.how()) && wait.end().micros() <= call.answeredMicros())
                .filter(wait -> call.ask().number("req") > 0 || !told.contains(wait))
                .findFirst()
                .orElse(null);
    }

    private static boolean isCancelled(ClientCall call, Set<LoggedWait> told, LogReading log) {
        LoggedWait wait = ended(call, Set.of(LoggedWait.End.CANCELLED, LoggedWait.End.REPLACED), told, log);
        if (wait != null) {
            told.add(wait);
            return true;
        }
        long number = call.ask().number("req");
        return number > 0 && log.isCancelled(call, number);
    }

    /**
     * The end of a wait is known if cluster time and simulated time are known at one moment and nothing was disturbed
     * since.
     */
    private static void examineLateness(Evidence evidence, CheckVerdict verdict) {
        List<Committed> entries = evidence.log().entries();
        for (LoggedWait wait : evidence.log().waits()) {
            for (Committed entry : entries) {
                if (entry.index() < wait.begin.index()) {
                    continue;
                }
                if (entry.index() >= wait.end().index()) {
                    break;
                }
                long bound = entry.atMicros() >= evidence.quietFromMicros() ? LATE_MILLIS : LATE_IN_UNREST_MILLIS;
                long leftMillis =
                        Math.max(0, wait.deadlineClusterMillis - entry.entry().clusterMillis());
                long latestMicros = entry.atMicros() + 1_000 * (leftMillis + bound);
                if (latestMicros >= evidence.endMicros()
                        || !evidence.disturbances().isCalm(entry.atMicros(), latestMicros)) {
                    continue;
                }
                verdict.judged("a wait while all is well");
                if (wait.end().micros() > latestMicros) {
                    verdict.breach("still waits after " + latestMicros + ", although its wait was to end: " + wait);
                    break;
                }
            }
        }
    }
}
