package io.lockstep.simulation.check.access;

import io.lockstep.common.access.Quotas;
import io.lockstep.common.access.TokenHash;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.LoggedSession;
import io.lockstep.simulation.check.reading.LoggedWait;
import io.lockstep.simulation.check.reading.Logins;
import io.lockstep.simulation.client.ClientCall;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A LIMIT that names a quota was true at some moment between the first sending of the request and its answer: the user
 * had that bound, and what it had and asked for was beyond it. No user begins more watches at a server than it may.
 * (The log has no grant, wait or session beyond a quota, as the reading of the log has it; so a server that grants more
 * is seen by the checks of acknowledgements and maps.)
 */
public final class QuotaCheck implements Check {

    private static final Pattern BOUND = Pattern.compile(
            "the bound of (\\d+) (sessions|locks|waiters|watches) of user (\\S+)( at this server)? is reached");

    /** What a LIMIT says. */
    private record Bound(long limit, Quotas.Kind kind, String user) {}

    @Override
    public Set<String> subjects() {
        return Set.of("sessions", "locks", "waiters", "watches", "a watch beside another");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        if (!evidence.log().users().exist()) {
            return;
        }
        Logins logins = new Logins(evidence.history(), evidence.log().users());
        OpenWatches watches = new OpenWatches(evidence, logins);
        for (ClientCall call : evidence.history().calls()) {
            if (call.error() == ErrorCode.LIMIT) {
                Matcher matcher = BOUND.matcher(call.reply().message());
                if (matcher.matches()) {
                    Quotas.Kind kind = Quotas.Kind.named(matcher.group(2)).orElseThrow();
                    Bound bound = new Bound(Long.parseLong(matcher.group(1)), kind, matcher.group(3));
                    verdict.judged(kind.word());
                    examine(call, bound, watches, evidence, verdict);
                }
            } else if (call.isOk() && call.ask().verb() == Verb.WATCH) {
                examineWatch(call, watches, logins, evidence, verdict);
            }
        }
    }

    private static void examine(
            ClientCall call, Bound bound, OpenWatches watches, Evidence evidence, CheckVerdict verdict) {
        LogReading log = evidence.log();
        long fromMicros = evidence.history().firstAskedMicros(call);
        boolean isTrue = evidence.mayHaveSeen(
                call.contact(),
                fromMicros,
                call.answeredMicros(),
                place -> log.users()
                                .named(bound.user, place)
                                .filter(user -> user.quota(bound.kind) == bound.limit)
                                .isPresent()
                        && (bound.kind == Quotas.Kind.WATCHES
                                ? watches.possible(call, bound.user) >= bound.limit
                                : present(bound, place, log) + more(call, bound.kind) > bound.limit));
        if (!isTrue) {
            verdict.breach("the quota was never reached from " + fromMicros + " on: " + call);
        }
    }

    private static long more(ClientCall call, Quotas.Kind kind) {
        return kind == Quotas.Kind.LOCKS ? call.ask().values().size() : 1;
    }

    /** Returns what the user had after the command at this place. */
    private static long present(Bound bound, long place, LogReading log) {
        Set<Long> sessions = new HashSet<>();
        for (LoggedSession session : log.sessions()) {
            if (session.user().equals(bound.user) && session.standsAt(place)) {
                sessions.add(session.number);
            }
        }
        List<LoggedWait> waits = log.waits().stream()
                .filter(wait -> sessions.contains(wait.session) && wait.standsAt(place))
                .toList();
        return switch (bound.kind) {
            case SESSIONS -> sessions.size();
            case WAITERS -> waits.size();
            default ->
                waits.stream().mapToLong(wait -> wait.names.size()).sum()
                        + log.ownerships().stream()
                                .filter(each -> sessions.contains(each.session) && each.standsAtPlace(place))
                                .count();
        };
    }

    private static void examineWatch(
            ClientCall call, OpenWatches watches, Logins logins, Evidence evidence, CheckVerdict verdict) {
        List<TokenHash> tokens = logins.tokens(call.contact(), call.askedMicros(), call.answeredMicros());
        long certain = watches.certain(call);
        boolean isAllowed = evidence.mayHaveSeen(
                call.contact(),
                call.askedMicros(),
                call.answeredMicros(),
                place -> logins.any(tokens, place, user -> {
                    long most =
                            user.map(known -> known.quota(Quotas.Kind.WATCHES)).orElse(0L);
                    return most == 0 || certain < most;
                }));
        if (certain > 0) {
            verdict.judged("a watch beside another");
        }
        if (!isAllowed) {
            verdict.breach("a watch beyond the quota, beside " + certain + " on its connection: " + call);
        }
    }
}
