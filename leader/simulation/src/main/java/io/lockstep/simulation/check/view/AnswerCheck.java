package io.lockstep.simulation.check.view;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LoggedWait;
import io.lockstep.simulation.client.ClientCall;
import io.lockstep.simulation.client.Contact;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Every request gets one answer, unless its connection breaks first, or it waits to the end or is behind a request that
 * does. No answer comes without a request.
 */
public final class AnswerCheck implements Check {

    private static final Set<Verb> HAVE_ROWS = EnumSet.of(Verb.WHO, Verb.HISTORY, Verb.SESSIONS, Verb.AUDIT, Verb.USER);

    /** Without disturbance an answer takes no longer than this. */
    private static final long ANSWERED_MICROS_MAX = 1_000_000;

    @Override
    public Set<String> subjects() {
        return Set.of("an answer", "a request that waits to the end", "a broken connection");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        evidence.history().strays().forEach(verdict::breach);
        Set<Contact> heldUp = new HashSet<>();
        for (ClientCall call : evidence.history().calls()) {
            if (call.replies().size() > 1) {
                verdict.breach("answered twice: " + call + " and then " + call.replies());
            }
            if (call.isAnswered()) {
                verdict.judged("an answer");
            } else if (call.contact().isClosed()) {
                verdict.judged("a broken connection");
            }
            boolean isDue = call.askedMicros() < evidence.endMicros() - ANSWERED_MICROS_MAX;
            if (!call.isAnswered() && !call.contact().isClosed() && isDue) {
                if (isWaiting(call, evidence)) {
                    verdict.judged("a request that waits to the end");
                    if (call.tag().isEmpty()) {
                        heldUp.add(call.contact());
                    }
                } else if (!(call.tag().isEmpty() && heldUp.contains(call.contact()))) {
                    verdict.breach("never answered on an open connection: " + call);
                }
            }
            if (!call.rows().isEmpty()
                    && !HAVE_ROWS.contains(call.ask().verb())
                    && !call.ask().listsLocks()) {
                verdict.breach("rows without a list: " + call);
            }
        }
    }

    /** Whether it waits at the end, or did so just before, and its answer is still on its way. */
    private static boolean isWaiting(ClientCall call, Evidence evidence) {
        return evidence.log().waitsOf(call).stream()
                .anyMatch(wait -> wait.how() == LoggedWait.End.NONE
                        || wait.end().micros() > evidence.endMicros() - ANSWERED_MICROS_MAX);
    }
}
