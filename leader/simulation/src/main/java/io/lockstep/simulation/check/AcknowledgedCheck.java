package io.lockstep.simulation.check;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.client.Call;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a client was told was done is in the committed log, was there when it was told, and is the very thing it was told:
 * these locks, all of them, this session, this token, at this index.
 */
public final class AcknowledgedCheck implements Check {

    @Override
    public void examine(Evidence evidence, Consumer<String> breach) {
        for (Call call : evidence.history().calls()) {
            if (call.isOk() && call.ask().changesLocks()) {
                examine(call, evidence.log(), breach);
            }
        }
    }

    private static void examine(Call call, LogReading log, Consumer<String> breach) {
        Deed deed = log.deeds().stream()
                .filter(each -> each.verb() == call.ask().verb()
                        && each.token() == call.token()
                        && each.names().equals(call.ask().values())
                        && log.isOf(call, each.session()))
                .findFirst()
                .orElse(null);
        List<Ownership> grant = log.grant(call.token());
        if (deed == null) {
            breach.accept("no such deed in the log: " + call + "; there is " + grant);
        } else if (call.ask().verb() == Verb.LOCK
                && !grant.get(0).mode.equals(call.ask().mode())) {
            breach.accept("granted in another mode than asked for: " + call);
        } else if (!call.reply().values().equals(call.ask().values())) {
            breach.accept("says that something else was done: " + call);
        } else {
            examineMoment(call, deed.moment(), breach);
            examineNumber(call, deed.request(), breach);
        }
    }

    /** An answer from memory names a later index than that of the deed, and servers repeat requests too. */
    private static void examineMoment(Call call, Moment done, Consumer<String> breach) {
        if (done.micros() > call.answeredMicros()) {
            breach.accept("told before it was committed, which was at " + done + ": " + call);
        }
        if (call.index() < done.index()) {
            breach.accept("told an earlier place in the log than " + done + ": " + call);
        }
    }

    private static void examineNumber(Call call, long request, Consumer<String> breach) {
        long asked = call.ask().number("req");
        if (asked > 0 && asked != request) {
            breach.accept("done by request " + request + " of its session and not by this one: " + call);
        }
    }
}
