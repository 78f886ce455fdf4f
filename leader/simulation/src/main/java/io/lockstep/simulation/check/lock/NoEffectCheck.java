package io.lockstep.simulation.check.lock;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.Verdict;
import io.lockstep.simulation.check.reading.Deed;
import io.lockstep.simulation.client.Call;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request that its client was told had no effect had none. For numbered requests: the log has no effect with that
 * number, unless a later retry caused it. For requests without a number: the log has no more effects of a session than
 * were acknowledged or left unknown.
 */
public final class NoEffectCheck implements Check {

    /** Errors about the request's or the session's end, which say nothing about earlier effects. */
    private static final Set<ErrorCode> TELLS_NOTHING_OF_BEFORE =
            EnumSet.of(ErrorCode.STALE_REQUEST, ErrorCode.SESSION_EXPIRED, ErrorCode.TAKEN_OVER);

    private record Numbered(String scope, long request) {}

    private record Kind(String scope, Verb verb, List<String> names) {}

    @Override
    public Set<String> subjects() {
        return Set.of("a numbered deed", "an unnumbered deed", "a request without effect", "answers to copies");
    }

    @Override
    public void examine(Evidence evidence, Verdict verdict) {
        Map<Numbered, List<Call>> numbered = new HashMap<>();
        Map<Kind, Integer> allowed = new HashMap<>();
        for (Call call : evidence.history().calls()) {
            if (call.ask().changesLocks()) {
                long request = call.ask().number("req");
                if (request > 0) {
                    numbered.computeIfAbsent(new Numbered(call.scope(), request), any -> new ArrayList<>())
                            .add(call);
                } else if (call.isOk() || call.isUnknown()) {
                    allowed.merge(
                            new Kind(call.scope(), call.ask().verb(), call.ask().values()), 1, Integer::sum);
                }
            }
        }
        for (Deed deed : evidence.log().deeds()) {
            String scope = evidence.log().session(deed.session()).scope();
            List<Call> copies = numbered.get(new Numbered(scope, deed.request()));
            if (copies != null) {
                verdict.judged("a numbered deed");
                examine(deed, copies, verdict);
            } else {
                verdict.judged("an unnumbered deed");
                if (allowed.merge(new Kind(scope, deed.verb(), deed.names()), -1, Integer::sum) < 0) {
                    verdict.breach("done, but no client that asked for it was told so or has no answer: " + deed);
                }
            }
        }
        numbered.values().forEach(copies -> examineAnswers(copies, verdict));
    }

    private static void examine(Deed deed, List<Call> copies, Verdict verdict) {
        boolean explained = false;
        for (Call call : copies) {
            boolean mayHaveDone = call.isOk() || call.isUnknown() || isAnsweredForItsCopy(call, copies);
            explained |= mayHaveDone && call.askedMicros() <= deed.moment().micros();
        }
        if (!explained) {
            verdict.breach("done, although the client was told that it was not: " + deed + " by " + copies);
        }
        for (Call call : copies) {
            boolean askedAgain = copies.stream()
                    .anyMatch(copy -> copy.askedMicros() > call.askedMicros()
                            && copy.askedMicros() <= deed.moment().micros());
            boolean isDoneBefore = deed.moment().micros() <= call.answeredMicros();
            if (call.isWithoutEffect()
                    && !(isDoneBefore && TELLS_NOTHING_OF_BEFORE.contains(call.error()))
                    && !askedAgain
                    && !isAnsweredForItsCopy(call, copies)) {
                verdict.breach("done at " + deed.moment() + ", and the client was told that it was not: " + call);
            }
        }
    }

    /** BUSY says that the request is under way on the same connection. The other sending there gets its outcome. */
    private static boolean isAnsweredForItsCopy(Call call, List<Call> copies) {
        return call.error() == ErrorCode.BUSY
                ? copies.size() > 1
                : copies.stream()
                        .anyMatch(copy -> copy.contact() == call.contact() && isUnderWay(copy, call.answeredMicros()));
    }

    private static boolean isUnderWay(Call call, long micros) {
        return call.askedMicros() <= micros
                && call.answeredMicros() > micros
                && (call.isAnswered() || call.contact().closedMicros() > micros);
    }

    private static void examineAnswers(List<Call> copies, Verdict verdict) {
        Set<Long> tokens = new HashSet<>();
        for (Call call : copies) {
            if (call.isWithoutEffect()) {
                verdict.judged("a request without effect");
            } else if (call.isOk() && !tokens.isEmpty()) {
                verdict.judged("answers to copies");
            }
            if (call.isOk()) {
                tokens.add(call.token());
            }
        }
        if (tokens.size() > 1) {
            verdict.breach("copies of one request had different answers: " + copies);
        }
    }
}
