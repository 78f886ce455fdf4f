package io.lockstep.simulation.check;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.client.Call;
import java.util.function.Consumer;

/**
 * What a client was told was done is in the committed log, was there when it was told, and is the very thing it was told:
 * this lock, this session, this token, at this index.
 */
public final class AcknowledgedCheck implements Check {

    @Override
    public void examine(Evidence evidence, Consumer<String> breach) {
        for (Call call : evidence.history().calls()) {
            if (call.isOk() && call.ask().verb() == Verb.LOCK) {
                examineGrant(call, evidence.log(), breach);
            } else if (call.isOk() && call.ask().verb() == Verb.RELEASE) {
                examineRelease(call, evidence.log(), breach);
            }
        }
    }

    private static void examineGrant(Call call, LogReading log, Consumer<String> breach) {
        Ownership ownership = log.withToken(call.token());
        if (ownership == null || !ownership.name.equals(call.ask().name()) || !isOf(call, ownership.session, log)) {
            breach.accept("no such grant in the log: " + call + "; there is " + ownership);
        } else {
            examineMoment(call, ownership.begin, breach);
            examineNumber(call, ownership.request, breach);
        }
    }

    private static void examineRelease(Call call, LogReading log, Consumer<String> breach) {
        Ownership ownership = log.withToken(call.token());
        if (ownership == null
                || ownership.how() != Ownership.End.RELEASED
                || !ownership.name.equals(call.ask().name())
                || !isOf(call, ownership.session, log)) {
            breach.accept("no such release in the log: " + call + "; there is " + ownership);
        } else {
            examineMoment(call, ownership.end(), breach);
            examineNumber(call, ownership.releaseRequest(), breach);
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

    private static boolean isOf(Call call, long session, LogReading log) {
        return call.session() != 0
                ? call.session() == session
                : log.sessionsFrom(call.contact().address()).stream().anyMatch(each -> each.number == session);
    }
}
