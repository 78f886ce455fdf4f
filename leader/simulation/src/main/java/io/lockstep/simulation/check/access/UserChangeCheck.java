package io.lockstep.simulation.check.access;

import io.lockstep.common.access.Quotas;
import io.lockstep.common.access.Right;
import io.lockstep.common.access.Rule;
import io.lockstep.common.access.TokenHash;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.check.reading.LoggedUser;
import io.lockstep.simulation.check.reading.Logins;
import io.lockstep.simulation.client.ClientCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * USER, ALLOW and DENY do what they say: what was acknowledged was so in the log at some moment between request and
 * answer, and the reason of a refusal was true then. USER LIST shows the users as the log has them at its index.
 */
public final class UserChangeCheck implements Check {

    @Override
    public Set<String> subjects() {
        return Set.of("ADD", "REMOVE", "ROTATE", "finish=yes", "QUOTA", "LIST", "ALLOW", "DENY", "USERS");
    }

    @Override
    public void examine(Evidence evidence, CheckVerdict verdict) {
        for (ClientCall call : evidence.history().calls()) {
            boolean changes = call.ask().verb() == Verb.ALLOW || call.ask().verb() == Verb.DENY;
            boolean isList = call.ask().verb() == Verb.USER && call.ask().name().equals("LIST");
            if (isList && call.isOk()) {
                verdict.judged("LIST");
                examineList(call, evidence.log(), verdict);
            } else if (changes || call.ask().verb() == Verb.USER) {
                examineChange(call, evidence.log(), verdict);
            }
        }
    }

    private static void examineChange(ClientCall call, LogReading log, CheckVerdict verdict) {
        if (call.isOk()) {
            verdict.judged(action(call));
            if (!log.wasSo(call.askedMicros(), call.answeredMicros(), place -> isDone(call, place, log))) {
                verdict.breach("acknowledged, but never so: " + call);
            }
        } else if (call.error() == ErrorCode.USERS) {
            verdict.judged("USERS");
            if (!log.wasSo(call.askedMicros(), call.answeredMicros(), place -> isImpossible(call, place, log))) {
                verdict.breach("refused for a reason that was never so: " + call);
            }
        }
    }

    private static String action(ClientCall call) {
        if (call.ask().verb() != Verb.USER) {
            return call.ask().verb().name();
        }
        return call.ask().options().containsKey("finish")
                ? "finish=yes"
                : call.ask().name();
    }

    private static Optional<LoggedUser> user(ClientCall call, long place, LogReading log) {
        List<String> values = call.ask().values();
        return log.users().named(values.get(call.ask().verb() == Verb.USER ? 1 : 0), place);
    }

    private static Rule rule(ClientCall call) {
        List<String> values = call.ask().values();
        Right right = Right.named(values.get(1)).orElseThrow();
        return new Rule(right, values.size() > 2 ? values.get(2) : "");
    }

    /** Returns whether the user is as the request wants it, after the command at this place. */
    private static boolean isDone(ClientCall call, long place, LogReading log) {
        Optional<LoggedUser> user = user(call, place, log);
        return switch (action(call)) {
            case "REMOVE" -> user.isEmpty();
            case "ADD", "ROTATE" ->
                user.isPresent() && user.get().tokens().get(0).equals(given(call));
            case "finish=yes" -> user.isPresent() && user.get().tokens().size() == 1;
            case "ALLOW" -> user.isPresent() && user.get().rules().contains(rule(call));
            case "DENY" -> user.isPresent() && !user.get().rules().contains(rule(call));
            case "QUOTA" -> {
                Quotas.Kind kind = Quotas.Kind.named(call.ask().values().get(2)).orElseThrow();
                String limit = call.ask().values().get(3);
                yield user.isPresent() && Long.toString(user.get().quota(kind)).equals(limit);
            }
            default -> false;
        };
    }

    private static TokenHash given(ClientCall call) {
        return Logins.hash(call.reply().options().getOrDefault("token", ""));
    }

    private static boolean isImpossible(ClientCall call, long place, LogReading log) {
        Optional<LoggedUser> user = user(call, place, log);
        return switch (call.reply().options().getOrDefault("reason", "")) {
            case "no_such_user" -> user.isEmpty() && !action(call).equals("ADD");
            case "user_exists" -> user.isPresent() && action(call).equals("ADD");
            case "no_such_rule" -> user.isPresent() && !user.get().rules().contains(rule(call));
            default -> false;
        };
    }

    private static void examineList(ClientCall call, LogReading log, CheckVerdict verdict) {
        List<String> expected = new ArrayList<>();
        log.users().all(log.placeOf(call.index())).forEach(user -> {
            expected.add(user.name() + " " + user.tokens().size() + quotas(kind -> user.quota(kind)));
            user.rules().stream()
                    .sorted()
                    .forEach(rule -> expected.add(
                            user.name() + " " + rule.right().name().toLowerCase(Locale.ROOT) + " " + rule.prefix()));
        });
        List<String> listed = call.rows().stream().map(UserChangeCheck::listed).toList();
        if (!listed.equals(expected)) {
            verdict.breach("contradicts the log at its index, where it is " + expected + ": " + call + call.rows());
        }
    }

    private static String listed(ServerLine row) {
        return row.option("right") == null
                ? row.option("user") + " " + row.option("tokens") + quotas(kind -> row.number(kind.word(), 0))
                : row.option("user") + " " + row.option("right") + " " + row.option("prefix");
    }

    private static String quotas(ToLongFunction<Quotas.Kind> of) {
        StringBuilder text = new StringBuilder();
        for (Quotas.Kind kind : Quotas.Kind.values()) {
            text.append(' ').append(of.applyAsLong(kind));
        }
        return text.toString();
    }
}
