package io.lockstep.simulation.check;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.client.Call;
import io.lockstep.simulation.client.Contact;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Every request is answered once, or its connection broke first, or it stands in line to the end, or behind one that does;
 * nothing is answered that was not asked.
 */
public final class AnswerCheck implements Check {

    private static final Set<Verb> HAVE_ROWS = EnumSet.of(Verb.LIST, Verb.WHO, Verb.AUDIT);

    /** When all is well, no answer takes so long. */
    private static final long ANSWERED_MICROS_MAX = 1_000_000;

    @Override
    public void examine(Evidence evidence, Consumer<String> breach) {
        evidence.history().strays().forEach(breach);
        Set<Contact> heldUp = new HashSet<>();
        for (Call call : evidence.history().calls()) {
            if (call.replies().size() > 1) {
                breach.accept("answered twice: " + call + " and then " + call.replies());
            }
            boolean isDue = call.askedMicros() < evidence.endMicros() - ANSWERED_MICROS_MAX;
            if (!call.isAnswered() && !call.contact().isClosed() && isDue) {
                if (standsInLine(call, evidence.log())) {
                    if (call.tag().isEmpty()) {
                        heldUp.add(call.contact());
                    }
                } else if (!(call.tag().isEmpty() && heldUp.contains(call.contact()))) {
                    breach.accept("never answered on a connection that stands: " + call);
                }
            }
            if (!call.rows().isEmpty() && !HAVE_ROWS.contains(call.ask().verb())) {
                breach.accept("rows of no list: " + call);
            }
        }
    }

    private static boolean standsInLine(Call call, LogReading log) {
        return log.waitsOf(call).stream().anyMatch(wait -> wait.how() == LoggedWait.End.NONE);
    }
}
