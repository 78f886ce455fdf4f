package io.lockstep.simulation.check.access;

import io.lockstep.common.access.Right;
import io.lockstep.common.access.TokenHash;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.LoggedUser;
import io.lockstep.simulation.check.reading.Logins;
import io.lockstep.simulation.client.Ask;
import io.lockstep.simulation.client.ClientCall;
import io.lockstep.simulation.client.Contact;
import io.lockstep.simulation.client.ReceivedLine;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * In a cluster with users a request gets no other answer than that it is not allowed, unless its user may have had the
 * right for it when it arrived. DENIED and AUTH_REQUIRED are only said where the user had none, or the client was no
 * user. The retry of a request that was allowed gets the answer of that. A watcher is told of no lock that its user
 * might not watch. In a cluster without users nobody is refused so.
 */
public final class RightsCheck implements Check {

    private static final Set<Verb> FOR_STRANGERS = EnumSet.of(Verb.AUTH, Verb.PING, Verb.PONG, Verb.QUIT);

    /** Answers that a server gives whoever asks: about the line, or about a server that does not know its users yet. */
    private static final Set<ErrorCode> TO_ANYBODY =
            EnumSet.of(ErrorCode.BAD_ARGS, ErrorCode.BAD_FORMAT, ErrorCode.BEHIND, ErrorCode.BUSY);

    private static final Set<String> SUBJECTS = Set.of(
            "AUTH_REQUIRED",
            "AUTH_REQUIRED after AUTH",
            "DENIED",
            "DENIED after DENY",
            "LOCK",
            "RELEASE",
            "FORCE",
            "STATUS",
            "WHO",
            "HISTORY",
            "LIST",
            "SESSIONS",
            "WATCH",
            "AUDIT",
            "USER",
            "ALLOW",
            "DENY",
            "a request that every user may send",
            "a watched event");

    @Override
    public Set<String> subjects() {
        return SUBJECTS;
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        if (!evidence.log().users().exist()) {
            evidence.history().calls().stream()
                    .filter(RightsCheck::isRefused)
                    .forEach(call -> verdict.breach("refused in a cluster without users: " + call));
            return;
        }
        Logins logins = new Logins(evidence.history(), evidence.log().users());
        for (ClientCall call : evidence.history().calls()) {
            if (call.isAnswered() || !call.queued().isEmpty()) {
                examine(call, logins, evidence, verdict);
            }
        }
        for (Contact contact : evidence.history().contacts()) {
            for (ReceivedLine received : contact.received()) {
                if (received.isWatched() && !received.line().word().equals("GAP")) {
                    verdict.judged("a watched event");
                    examineEvent(contact, received, logins, evidence, verdict);
                }
            }
        }
    }

    private static boolean isRefused(ClientCall call) {
        return call.error() == ErrorCode.AUTH_REQUIRED
                || call.error() == ErrorCode.AUTH_FAILED
                || call.error() == ErrorCode.DENIED;
    }

    private static void examine(ClientCall call, Logins logins, Evidence evidence, CheckVerdict verdict) {
        boolean forStrangers = FOR_STRANGERS.contains(call.ask().verb());
        long toMicros = Math.min(call.answeredMicros(), evidence.endMicros());
        List<TokenHash> tokens = logins.tokens(call.contact(), call.askedMicros(), toMicros);
        Predicate<Optional<LoggedUser>> reason;
        Predicate<Optional<LoggedUser>> mayAsk = user -> user.isPresent() && mayAsk(user.get(), call.ask());
        if (call.error() == ErrorCode.AUTH_REQUIRED) {
            reason = user -> user.isEmpty() && !forStrangers;
            verdict.judged(tokens.contains(Logins.NOBODY) ? "AUTH_REQUIRED" : "AUTH_REQUIRED after AUTH");
        } else if (call.error() == ErrorCode.DENIED) {
            reason = user -> user.isPresent() && !mayAsk(user.get(), call.ask());
            boolean hadIt = evidence.log().wasSo(0, toMicros, place -> logins.any(tokens, place, mayAsk));
            verdict.judged(hadIt ? "DENIED after DENY" : "DENIED");
        } else if (forStrangers || (call.error() != null && TO_ANYBODY.contains(call.error()))) {
            return;
        } else {
            reason = mayAsk;
            verdict.judged(subject(call.ask().verb()));
        }
        LongPredicate atPlace = place -> logins.any(tokens, place, reason);
        if (!evidence.mayHaveSeen(call.contact(), call.askedMicros(), toMicros, atPlace)
                && !(reason == mayAsk && isRetry(call, mayAsk, logins, evidence))) {
            verdict.breach("contradicts the rights that its user had, whenever it arrived: " + call);
        }
    }

    /**
     * Returns whether an earlier sending of the request may have been allowed, or it was cancelled in advance, so that
     * this one gets the answer that there is.
     */
    private static boolean isRetry(
            ClientCall call, Predicate<Optional<LoggedUser>> mayAsk, Logins logins, Evidence evidence) {
        if (call.error() == ErrorCode.CANCELLED
                && evidence.log().isCancelled(call, call.ask().number("req"))) {
            return true;
        }
        long toMicros = Math.min(call.answeredMicros(), evidence.endMicros());
        return evidence.history().sendings(call).stream()
                .filter(sending -> sending != call)
                .anyMatch(sending -> {
                    List<TokenHash> tokens = logins.tokens(sending.contact(), sending.askedMicros(), toMicros);
                    LongPredicate atPlace = place -> logins.any(tokens, place, mayAsk);
                    return evidence.mayHaveSeen(sending.contact(), sending.askedMicros(), toMicros, atPlace);
                });
    }

    private static String subject(Verb verb) {
        return SUBJECTS.contains(verb.name()) ? verb.name() : "a request that every user may send";
    }

    /** Returns whether a rule of the user allows the request. */
    private static boolean mayAsk(LoggedUser user, Ask ask) {
        String prefix = ask.options().getOrDefault("prefix", "");
        return switch (ask.verb()) {
            case LOCK, EXTEND, RELEASE -> ask.values().stream().allMatch(name -> user.may(Right.LOCK, name));
            case STATUS, WHO, HISTORY -> user.may(Right.READ, ask.name());
            case FORCE -> user.may(Right.FORCE, ask.name());
            case SESSIONS -> user.may(Right.READ, "");
            case LIST -> user.mayAny(Right.READ, prefix);
            case WATCH -> ask.values().isEmpty() ? user.mayAny(Right.WATCH, prefix) : user.may(Right.WATCH, ask.name());
            case REMOVE, TRANSFER, SET, AUDIT, BACKUP, LOGLEVEL, USER, ALLOW, DENY -> user.isAdmin();
            case HELLO, WHOAMI, INFO, NODES, HELP, CANCEL, UNWATCH, AUTH, PING, PONG, QUIT -> true;
        };
    }

    private static void examineEvent(
            Contact contact, ReceivedLine received, Logins logins, Evidence evidence, CheckVerdict verdict) {
        LogReading log = evidence.log();
        long rev = received.line().number("rev", 0);
        List<TokenHash> tokens = logins.tokens(contact, log.microsOf(rev), received.atMicros());
        String name = received.line().value();
        LongPredicate mayWatch = place ->
                logins.any(tokens, place, user -> user.isPresent() && user.get().may(Right.WATCH, name));
        long before = log.placeOf(rev - 1);
        if (!log.wasSo(log.microsOf(rev), received.atMicros(), place -> place >= before && mayWatch.test(place))) {
            verdict.breach("told of a lock that its user might not watch: " + contact + " " + received.line());
        }
    }
}
