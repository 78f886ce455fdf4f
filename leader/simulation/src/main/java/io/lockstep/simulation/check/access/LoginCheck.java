package io.lockstep.simulation.check.access;

import io.lockstep.common.access.TokenHash;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LoggedSession;
import io.lockstep.simulation.check.reading.LoggedUser;
import io.lockstep.simulation.check.reading.LoggedUsers;
import io.lockstep.simulation.check.reading.Logins;
import io.lockstep.simulation.client.ClientCall;
import io.lockstep.simulation.client.Contact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * AUTH admits the user that has the token, as the server may have known it, and nobody else; AUTH_FAILED is only said
 * where nobody has the token, and not at once. A session stays with its user: nobody else resumes it, and its
 * connection does not become another user's.
 */
public final class LoginCheck implements Check {

    /** The answer to a wrong token takes at least so long. */
    private static final long FAILURE_MICROS_MIN = 200_000;

    @Override
    public Set<String> subjects() {
        return Set.of("the newest token", "the older token", "AUTH_FAILED", "SESSION_OPEN", "a session", "AUTH again");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        LoggedUsers users = evidence.log().users();
        if (!users.exist()) {
            return;
        }
        Logins logins = new Logins(evidence.history(), users);
        Map<Contact, ClientCall> hellos = new HashMap<>();
        for (ClientCall call : evidence.history().calls()) {
            if (call.ask().verb() == Verb.HELLO && call.isOk()) {
                verdict.judged("a session");
                examineSession(call, logins, evidence, verdict);
                hellos.put(call.contact(), call);
            } else if (call.ask().verb() == Verb.AUTH && call.isAnswered()) {
                examineLogin(call, evidence, verdict);
                examineChange(call, hellos.get(call.contact()), evidence, verdict);
            }
        }
    }

    private static void examineSession(ClientCall hello, Logins logins, Evidence evidence, CheckVerdict verdict) {
        LoggedSession session = evidence.log().session(hello.reply().number("session", 0));
        List<TokenHash> tokens = logins.tokens(hello.contact(), hello.askedMicros(), hello.answeredMicros());
        boolean isOfUser = session != null
                && evidence.mayHaveSeen(
                        hello.contact(),
                        hello.askedMicros(),
                        hello.answeredMicros(),
                        place -> logins.any(
                                tokens,
                                place,
                                user -> user.map(LoggedUser::name).equals(Optional.of(session.user()))));
        if (!isOfUser) {
            verdict.breach("a session of another user: " + hello);
        }
    }

    private static void examineLogin(ClientCall auth, Evidence evidence, CheckVerdict verdict) {
        LoggedUsers users = evidence.log().users();
        TokenHash token = Logins.shownBy(auth);
        boolean isTrue = true;
        if (auth.isOk()) {
            String name = auth.reply().option("user");
            isTrue = seen(auth, evidence, place -> {
                Optional<LoggedUser> user = users.withToken(token, place);
                return user.isPresent() && user.get().name().equals(name);
            });
            boolean isOlder = seen(
                    auth,
                    evidence,
                    place -> users.withToken(token, place)
                            .map(user -> !user.tokens().get(0).equals(token))
                            .orElse(false));
            verdict.judged(isOlder ? "the older token" : "the newest token");
        } else if (auth.error() == ErrorCode.AUTH_FAILED) {
            verdict.judged("AUTH_FAILED");
            isTrue = seen(auth, evidence, place -> users.withToken(token, place).isEmpty());
            if (auth.answeredMicros() - auth.askedMicros() < FAILURE_MICROS_MIN) {
                verdict.breach("a wrong token is answered at once: " + auth);
            }
        } else if (auth.error() == ErrorCode.SESSION_OPEN) {
            verdict.judged("SESSION_OPEN");
            isTrue = seen(auth, evidence, place -> users.withToken(token, place).isPresent())
                    && evidence.log().sessionsFrom(auth.contact().address()).stream()
                            .anyMatch(session -> !isOf(session, token, auth, evidence));
        }
        if (!isTrue) {
            verdict.breach("contradicts the users of the log, whenever it arrived: " + auth);
        }
    }

    private static boolean seen(ClientCall call, Evidence evidence, LongPredicate atPlace) {
        return evidence.mayHaveSeen(call.contact(), call.askedMicros(), call.answeredMicros(), atPlace);
    }

    private static boolean isOf(LoggedSession session, TokenHash token, ClientCall auth, Evidence evidence) {
        LoggedUsers users = evidence.log().users();
        return seen(
                auth,
                evidence,
                place -> users.withToken(token, place)
                        .map(user -> user.name().equals(session.user()))
                        .orElse(false));
    }

    /** Judges an AUTH on a connection that has had a session from before it to after its answer. */
    private static void examineChange(
            ClientCall auth, @Nullable ClientCall hello, Evidence evidence, CheckVerdict verdict) {
        if (hello == null || hello.answeredMicros() >= auth.askedMicros() || !auth.isOk()) {
            return;
        }
        LoggedSession session = evidence.log().session(hello.reply().number("session", 0));
        if (session != null && session.end().micros() > auth.answeredMicros()) {
            verdict.judged("AUTH again");
            if (!session.user().equals(auth.reply().option("user"))) {
                verdict.breach("becomes another user on the connection of session " + session.number + " of "
                        + session.user() + ": " + auth);
            }
        }
    }
}
