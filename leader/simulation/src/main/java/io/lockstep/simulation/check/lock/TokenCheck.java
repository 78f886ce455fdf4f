package io.lockstep.simulation.check.lock;

import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.client.ClientCall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fencing tokens are unique and rise, judged by the lines that clients received: a grant requested after another one
 * was answered has a larger token. ({@link AcknowledgedCheck} judges that tokens rise in the order of the log.)
 */
public final class TokenCheck implements Check {

    /** A request and all its retries. */
    private record Identity(String scope, long request) {}

    /** A grant, from its first request to its first answer. */
    private record Grant(Identity identity, ClientCall call, long askedMicros, long answeredMicros) {}

    @Override
    public Set<String> subjects() {
        return Set.of("a grant", "a retried grant", "a grant after another");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        Map<Identity, Long> firstAsked = new HashMap<>();
        Map<Long, Grant> byToken = new HashMap<>();
        for (ClientCall call : evidence.history().calls()) {
            Identity identity = identityOf(call);
            long askedMicros = identity.request == 0
                    ? call.askedMicros()
                    : firstAsked.merge(identity, call.askedMicros(), (first, second) -> first);
            if (call.isOk() && call.ask().verb() == Verb.LOCK) {
                Grant grant = new Grant(identity, call, askedMicros, call.answeredMicros());
                Grant other = byToken.merge(call.token(), grant, TokenCheck::earlier);
                verdict.judged(other.call.equals(call) ? "a grant" : "a retried grant");
                if (call.token() < 1) {
                    verdict.breach("a grant without a token: " + call);
                } else if (!other.call.equals(call) && (identity.request == 0 || !other.identity.equals(identity))) {
                    verdict.breach("one token for two grants: " + other.call + " and " + call);
                }
            }
        }
        examineOrder(new ArrayList<>(byToken.values()), verdict);
    }

    /** All LOCK requests with one key are for the same grant, while that lasts. */
    private static Identity identityOf(ClientCall call) {
        String key = call.ask().options().get("key");
        return key == null || !call.ask().asksForLease()
                ? new Identity(call.scope(), call.ask().number("req"))
                : new Identity(call.ask().name() + " " + key, 1);
    }

    private static Grant earlier(Grant first, Grant second) {
        return first.answeredMicros <= second.answeredMicros
                ? first
                : new Grant(first.identity, first.call, first.askedMicros, second.answeredMicros);
    }

    private static void examineOrder(List<Grant> byAsking, CheckVerdict verdict) {
        byAsking.sort(Comparator.comparingLong(Grant::askedMicros));
        List<Grant> byAnswer = new ArrayList<>(byAsking);
        byAnswer.sort(Comparator.comparingLong(Grant::answeredMicros));
        Grant largest = null;
        int answered = 0;
        for (Grant grant : byAsking) {
            while (answered < byAnswer.size() && byAnswer.get(answered).answeredMicros < grant.askedMicros) {
                Grant candidate = byAnswer.get(answered++);
                largest = largest == null || candidate.call.token() > largest.call.token() ? candidate : largest;
            }
            if (largest == null) {
                continue;
            }
            verdict.judged("a grant after another");
            if (largest.call.token() >= grant.call.token()) {
                verdict.breach("a token does not rise: " + grant.call + " was requested after " + largest.call);
            }
        }
    }
}
