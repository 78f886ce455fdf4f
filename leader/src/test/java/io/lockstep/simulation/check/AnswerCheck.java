package io.lockstep.simulation.check;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.client.Call;
import java.util.function.Consumer;

/** Every request is answered once, or its connection broke first; nothing is answered that was not asked. */
public final class AnswerCheck implements Check {

    @Override
    public void examine(Evidence evidence, Consumer<String> breach) {
        evidence.history().strays().forEach(breach);
        for (Call call : evidence.history().calls()) {
            if (call.replies().size() > 1) {
                breach.accept("answered twice: " + call + " and then " + call.replies());
            }
            if (!call.isAnswered() && !call.contact().isClosed()) {
                breach.accept("never answered on a connection that stands: " + call);
            }
            if (!call.rows().isEmpty() && call.ask().verb() != Verb.LIST) {
                breach.accept("rows of no list: " + call);
            }
        }
    }
}
