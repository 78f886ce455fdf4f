package io.lockstep.simulation.check.access;

import io.lockstep.common.access.TokenHash;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LoggedUser;
import io.lockstep.simulation.check.reading.Logins;
import io.lockstep.simulation.client.ClientCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How many watches a user has at a server, as far as clients can tell. */
final class OpenWatches {

    private final Evidence evidence;
    private final Logins logins;
    private final List<ClientCall> begun = new ArrayList<>();
    private final List<ClientCall> ended = new ArrayList<>();

    OpenWatches(Evidence evidence, Logins logins) {
        this.evidence = evidence;
        this.logins = logins;
        for (ClientCall call : evidence.history().calls()) {
            if (call.ask().verb() == Verb.WATCH && (call.isOk() || !call.isAnswered())) {
                begun.add(call);
            } else if (call.ask().verb() == Verb.UNWATCH) {
                ended.add(call);
            }
        }
    }

    /** Returns how many other watches the user may have had at the server of this WATCH, up to its answer. */
    long possible(ClientCall watch, String user) {
        return begun.stream()
                .filter(other -> other != watch
                        && other.contact().host() == watch.contact().host()
                        && other.askedMicros() <= watch.answeredMicros()
                        && mayBeOf(user, other)
                        && !isStartedBetween(other, watch)
                        && endings(other).noneMatch(end -> end.isOk() && end.answeredMicros() < watch.askedMicros()))
                .count();
    }

    private boolean mayBeOf(String user, ClientCall watch) {
        long toMicros = Math.min(watch.answeredMicros(), evidence.endMicros());
        List<TokenHash> tokens = logins.tokens(watch.contact(), watch.askedMicros(), toMicros);
        return evidence.mayHaveSeen(
                watch.contact(),
                watch.askedMicros(),
                toMicros,
                place -> logins.any(
                        tokens, place, known -> known.map(LoggedUser::name).equals(Optional.of(user))));
    }

    private boolean isStartedBetween(ClientCall first, ClientCall second) {
        return evidence.starts().stream()
                .anyMatch(start -> start.host() == second.contact().host()
                        && start.atMicros() > first.askedMicros()
                        && start.atMicros() < second.askedMicros());
    }

    private Stream<ClientCall> endings(ClientCall watch) {
        return ended.stream()
                .filter(end -> end.contact() == watch.contact()
                        && watch.isOk()
                        && end.askedMicros() >= watch.askedMicros()
                        && end.ask().name().equals(watch.reply().option("id")));
    }

    /** Returns how many other watches the connection of this WATCH had for certain, from before it to after it. */
    long certain(ClientCall watch) {
        return begun.stream()
                .filter(other -> other.contact() == watch.contact()
                        && other.answeredMicros() < watch.askedMicros()
                        && endings(other).noneMatch(end -> end.askedMicros() <= watch.answeredMicros()))
                .count();
    }
}
