package io.lockstep.simulation.check.lock;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.AppliedRequest;
import io.lockstep.simulation.client.ClientCall;
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
        return Set.of("a numbered effect", "an unnumbered effect", "a request without effect", "answers to retries");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        Map<Numbered, List<ClientCall>> numbered = new HashMap<>();
        Map<Kind, Integer> allowed = new HashMap<>();
        for (ClientCall call : evidence.history().calls()) {
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
        for (AppliedRequest applied : evidence.log().appliedRequests()) {
            String scope = evidence.log().session(applied.session()).scope();
            List<ClientCall> sendings = numbered.get(new Numbered(scope, applied.request()));
            if (sendings != null) {
                verdict.judged("a numbered effect");
                examine(applied, sendings, verdict);
            } else {
                verdict.judged("an unnumbered effect");
                if (allowed.merge(new Kind(scope, applied.verb(), applied.names()), -1, Integer::sum) < 0) {
                    verdict.breach("done, but no client that sent it was told so or lacks an answer: " + applied);
                }
            }
        }
        numbered.values().forEach(sendings -> examineAnswers(sendings, verdict));
    }

    private static void examine(AppliedRequest applied, List<ClientCall> sendings, CheckVerdict verdict) {
        boolean explained = false;
        for (ClientCall call : sendings) {
            boolean mayHaveDone = call.isOk() || call.isUnknown() || isAnsweredForOtherSending(call, sendings);
            explained |= mayHaveDone && call.askedMicros() <= applied.moment().micros();
        }
        if (!explained) {
            verdict.breach("done, although the client was told that it was not: " + applied + " by " + sendings);
        }
        for (ClientCall call : sendings) {
            boolean askedAgain = sendings.stream()
                    .anyMatch(sending -> sending.askedMicros() > call.askedMicros()
                            && sending.askedMicros() <= applied.moment().micros());
            boolean isDoneBefore = applied.moment().micros() <= call.answeredMicros();
            if (call.isWithoutEffect()
                    && !(isDoneBefore && TELLS_NOTHING_OF_BEFORE.contains(call.error()))
                    && !askedAgain
                    && !isAboutItself(call, sendings)
                    && !isAnsweredForOtherSending(call, sendings)) {
                verdict.breach("done at " + applied.moment() + ", and the client was told that it was not: " + call);
            }
        }
    }

    /**
     * AUTH_REQUIRED says nothing about other sendings, nor does DENIED if the client has the answer to one, or if the
     * outcome of one on this connection is unknown.
     */
    private static boolean isAboutItself(ClientCall call, List<ClientCall> sendings) {
        return call.error() == ErrorCode.AUTH_REQUIRED
                || (call.error() == ErrorCode.DENIED
                        && sendings.stream()
                                .filter(other -> other.answeredMicros() < call.askedMicros())
                                .anyMatch(other ->
                                        other.isOk() || (other.isUnknown() && other.contact() == call.contact())));
    }

    /** BUSY says that the request is under way on the same connection. The other sending there gets its outcome. */
    private static boolean isAnsweredForOtherSending(ClientCall call, List<ClientCall> sendings) {
        return call.error() == ErrorCode.BUSY
                ? sendings.size() > 1
                : sendings.stream()
                        .anyMatch(sending ->
                                sending.contact() == call.contact() && isUnderWay(sending, call.answeredMicros()));
    }

    private static boolean isUnderWay(ClientCall call, long micros) {
        return call.askedMicros() <= micros
                && call.answeredMicros() > micros
                && (call.isAnswered() || call.contact().closedMicros() > micros);
    }

    private static void examineAnswers(List<ClientCall> sendings, CheckVerdict verdict) {
        Set<Long> tokens = new HashSet<>();
        for (ClientCall call : sendings) {
            if (call.isWithoutEffect()) {
                verdict.judged("a request without effect");
            } else if (call.isOk() && !tokens.isEmpty()) {
                verdict.judged("answers to retries");
            }
            if (call.isOk()) {
                tokens.add(call.token());
            }
        }
        if (tokens.size() > 1) {
            verdict.breach("one request had different answers: " + sendings);
        }
    }
}
