package io.lockstep.simulation.check.view;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.LoggedSession;
import io.lockstep.simulation.client.ClientCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * SESSIONS lists the sessions as the log has them at the index that it names, in the order of their numbers, each with
 * the address of its newest connection and the number of its locks.
 */
public final class SessionsCheck implements Check {

    private static final String LISTED = "a listed session";
    private static final String HOLDS = "a listed session that holds a lock";

    @Override
    public Set<String> subjects() {
        return Set.of(LISTED, HOLDS);
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        for (ClientCall call : evidence.history().calls()) {
            if (call.isOk() && call.ask().verb() == Verb.SESSIONS) {
                examine(call, evidence.log(), verdict);
            }
        }
    }

    private static void examine(ClientCall call, LogReading log, CheckVerdict verdict) {
        long place = log.placeOf(call.index());
        List<String> expected = new ArrayList<>();
        for (LoggedSession session : log.sessions()) {
            if (session.standsAt(place) && session.number > call.ask().number("after")) {
                expected.add(session.number + " " + session.addressAt(place) + " " + locksOf(session, log, place));
            }
        }
        List<String> told = new ArrayList<>();
        for (ServerLine row : call.rows()) {
            verdict.judged(row.number("locks", 0) > 0 ? HOLDS : LISTED);
            told.add(row.option("session") + " " + row.option("address") + " " + row.option("locks"));
        }
        boolean more = "yes".equals(call.reply().option("more"));
        if (!told.equals(more ? expected.subList(0, Math.min(told.size(), expected.size())) : expected)) {
            verdict.breach("contradicts the log at its index, where there are " + expected + ": " + call + call.rows());
        }
    }

    private static long locksOf(LoggedSession session, LogReading log, long place) {
        return log.ownerships().stream()
                .filter(each -> each.session == session.number
                        && each.begin.place() <= place
                        && each.end().place() > place)
                .count();
    }
}
