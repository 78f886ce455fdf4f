package io.lockstep.simulation.check.queue;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.LoggedWait;
import io.lockstep.simulation.check.reading.Moment;
import io.lockstep.simulation.check.reading.Ownership;
import io.lockstep.simulation.client.ClientCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * First come, first served: judged by the tokens that clients received, the grants of one lock come in the order in
 * which the requests reached it in the log, whether they waited or were granted at once. So no request overtakes
 * another in the queue, and no request that does not wait overtakes the queue.
 */
public final class QueueOrderCheck implements Check {

    private record Told(ClientCall call, Moment came) {}

    @Override
    public Set<String> subjects() {
        return Set.of("a grant after another", "a grant after a wait in vain");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        Map<String, List<Told>> byName = new HashMap<>();
        for (ClientCall call : evidence.history().calls()) {
            if (call.isOk() && call.ask().verb() == Verb.LOCK) {
                Moment came = came(call, evidence.log());
                for (String name : call.ask().values()) {
                    if (came != null) {
                        byName.computeIfAbsent(name, any -> new ArrayList<>()).add(new Told(call, came));
                    }
                }
            }
        }
        byName.forEach((name, grants) -> examine(name, grants, evidence.log(), verdict));
    }

    private static void examine(String name, List<Told> grants, LogReading log, CheckVerdict verdict) {
        grants.sort(Comparator.comparingLong(told -> told.came.place()));
        Told before = null;
        for (Told told : grants) {
            if (before == null) {
                before = told;
                continue;
            }
            verdict.judged("a grant after another");
            if (before.call.token() > told.call.token()) {
                verdict.breach("overtaken by a later request: " + before.call + " by " + told.call);
            }
            before = told;
        }
        for (LoggedWait wait : log.waits(name)) {
            for (Told told : grants) {
                if (told.came.place() <= wait.begin.place() || wait.how() == LoggedWait.End.GRANTED) {
                    continue;
                }
                verdict.judged("a grant after a wait in vain");
                if (grantedWithin(told, name, wait, log)) {
                    verdict.breach("granted while another waited before it: " + told.call + "; " + wait);
                }
            }
        }
    }

    private static boolean grantedWithin(Told told, String name, LoggedWait wait, LogReading log) {
        Ownership ownership = log.withToken(told.call.token(), name);
        return ownership != null
                && ownership.begin.place() > wait.begin.place()
                && ownership.begin.place() < wait.end().place();
    }

    /** Returns when the request reached the lock in the log: when it was queued or granted at once. */
    private static Moment came(ClientCall call, LogReading log) {
        Ownership granted = log.withToken(call.token(), call.ask().name());
        if (call.ask().asksForLease() && granted != null) {
            return cameFor(granted, log);
        }
        long number = call.ask().number("req");
        for (LoggedWait wait : log.waitsOf(call)) {
            boolean isIt = number > 0 || (granted != null && granted.request == wait.request);
            if (isIt) {
                return wait.begin;
            }
        }
        return granted == null ? null : granted.begin;
    }

    /** Another request with the same key may have waited for the grant that this one got. */
    private static Moment cameFor(Ownership granted, LogReading log) {
        return log.waits(granted.name).stream()
                .filter(wait -> wait.session == granted.session && wait.how() == LoggedWait.End.GRANTED)
                .map(wait -> wait.came)
                .findFirst()
                .orElse(granted.begin);
    }
}
