package io.lockstep.endtoend.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The calls that a request caused: those of the thread that it woke, until that waits again, those of the threads that
 * were woken by such calls, and so on. A rest of some milliseconds is no wait. What threads do at times of their own is
 * left out, however long the servers take. What a thread does for the request without having been woken for it is left
 * out, too.
 */
public final class Consequences {

    /** A call begins, or a wait ends. */
    private record Moment(double micros, TracedCall call, boolean begins) {}

    private final WakeUps wakeUps;
    private final double answeredMicros;
    private final Set<TracedCall> caused = new HashSet<>();
    private final Set<Long> active = new HashSet<>();

    private Consequences(WakeUps wakeUps, double answeredMicros) {
        this.wakeUps = wakeUps;
        this.answeredMicros = answeredMicros;
    }

    /**
     * Of these calls, the ones that a request caused.
     *
     * @param calls from the answer before the request to the answer behind it
     * @param answeredMicros when the request was answered
     */
    public static Set<TracedCall> of(List<TracedCall> calls, WakeUps wakeUps, double answeredMicros) {
        Consequences consequences = new Consequences(wakeUps, answeredMicros);
        List<Moment> moments = new ArrayList<>();
        for (TracedCall call : calls) {
            moments.add(new Moment(call.start(), call, true));
            if (wakeUps.isWait(call)) {
                moments.add(new Moment(call.end(), call, false));
            }
        }
        // Where times are equal, what causes comes before what is caused.
        moments.sort(Comparator.comparingDouble(Moment::micros).thenComparing(moment -> !moment.begins));
        for (Moment moment : moments) {
            if (consequences.isNextRequest(moment)) {
                break;
            }
            consequences.pass(moment);
        }
        return consequences.caused;
    }

    private boolean isNextRequest(Moment moment) {
        return !moment.begins && moment.micros > answeredMicros && wakeUps.isRequest(moment.call);
    }

    private void pass(Moment moment) {
        TracedCall call = moment.call;
        if (moment.begins) {
            if (active.contains(call.thread())) {
                caused.add(call);
            }
        } else if (wakeUps.isRequest(call) || wakeUps.causes(call).stream().anyMatch(caused::contains)) {
            active.add(call.thread());
        } else if (!wakeUps.isRestOfMessage(call) && !WakeUps.isShortRest(call)) {
            active.remove(call.thread());
        }
    }
}
