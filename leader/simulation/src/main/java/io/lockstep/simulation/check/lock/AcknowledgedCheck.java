package io.lockstep.simulation.check.lock;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.AppliedRequest;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.Moment;
import io.lockstep.simulation.check.reading.Ownership;
import io.lockstep.simulation.client.ClientCall;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Every acknowledgement is true: the effect that a client was told of is in the committed log, was there when the
 * client was told, and matches in all parts: the locks, the session, the token and the index.
 */
public final class AcknowledgedCheck implements Check {

    @Override
    public Set<String> subjects() {
        return Set.of("LOCK", "EXTEND", "RELEASE", "FORCE", "a numbered request");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        for (ClientCall call : evidence.history().calls()) {
            if (call.isOk() && call.ask().changesLocks()) {
                verdict.judged(call.ask().verb().name());
                examine(call, evidence.log(), verdict);
            }
        }
    }

    private static void examine(ClientCall call, LogReading log, CheckVerdict verdict) {
        long asked = call.ask().number("req");
        // Several requests of a session may get one grant, if they name its key: its own one comes first.
        AppliedRequest applied = log.appliedRequests().stream()
                .filter(each -> each.verb() == call.ask().verb()
                        && each.token() == call.token()
                        && each.names().equals(call.ask().values())
                        && log.isOf(call, each.session()))
                .min(Comparator.comparing(each -> each.request() != asked))
                .orElse(null);
        List<Ownership> grant = log.grant(call.token());
        if (applied == null) {
            verdict.breach("no such effect in the log: " + call + "; there is " + grant);
        } else if (call.ask().verb() == Verb.LOCK
                && !grant.get(0).mode.equals(call.ask().mode())) {
            verdict.breach("granted in another mode than requested: " + call);
        } else if (!call.reply().values().equals(call.ask().values())) {
            verdict.breach("acknowledges another effect: " + call);
        } else {
            examineMoment(call, applied.moment(), verdict);
            examineNumber(call, applied.request(), verdict);
        }
    }

    /** An answer from memory names a later index than that of the effect, and servers retry requests, too. */
    private static void examineMoment(ClientCall call, Moment done, CheckVerdict verdict) {
        if (done.micros() > call.answeredMicros()) {
            verdict.breach("acknowledged before its commit at " + done + ": " + call);
        }
        if (call.index() < done.index()) {
            verdict.breach("acknowledged with an earlier index than " + done + ": " + call);
        }
    }

    private static void examineNumber(ClientCall call, long request, CheckVerdict verdict) {
        long asked = call.ask().number("req");
        if (asked == 0) {
            return;
        }
        verdict.judged("a numbered request");
        if (asked != request) {
            verdict.breach("applied as request " + request + " of its session instead of this one: " + call);
        }
    }
}
