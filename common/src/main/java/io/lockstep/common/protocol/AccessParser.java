package io.lockstep.common.protocol;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.Quotas;
import io.lockstep.common.access.Right;
import io.lockstep.common.access.Rule;
import io.lockstep.common.access.User;
import io.lockstep.common.command.LockName;
import java.util.Locale;

/** Parses the arguments of AUTH, USER, ALLOW and DENY. */
final class AccessParser {

    private static final int TOKEN_LENGTH_MAX = 1_024;

    private AccessParser() {}

    static Request auth(Arguments arguments) throws LineFlaw {
        return new Request.Auth(arguments.text("token", TOKEN_LENGTH_MAX));
    }

    static Request user(Arguments arguments) throws LineFlaw {
        String action = arguments.value().toUpperCase(Locale.ROOT);
        AccessOrder order = switch (action) {
            case "LIST" -> new AccessOrder.Users(arguments.text("after", User.NAME_LENGTH_MAX));
            case "ADD" -> new AccessOrder.Add(user(arguments, 1), arguments.yes("admin"));
            case "REMOVE" -> change(new AccessChange.RemoveUser(user(arguments, 1)));
            case "ROTATE" ->
                arguments.yes("finish")
                        ? change(new AccessChange.FinishRotation(user(arguments, 1)))
                        : new AccessOrder.Rotate(user(arguments, 1));
            case "QUOTA" -> change(quota(arguments));
            case "SUBJECT" ->
                change(new AccessChange.SetSubject(
                        user(arguments, 1), arguments.text(2, "a subject", User.SUBJECT_LENGTH_MAX)));
            default ->
                throw LineFlaw.arguments(
                        "USER is followed by LIST, ADD, REMOVE, ROTATE, QUOTA or SUBJECT: " + Verb.USER.usage());
        };
        return new Request.Administer(Verb.USER, order);
    }

    static Request allow(Arguments arguments) throws LineFlaw {
        return new Request.Administer(Verb.ALLOW, change(new AccessChange.Allow(user(arguments, 0), rule(arguments))));
    }

    static Request deny(Arguments arguments) throws LineFlaw {
        return new Request.Administer(Verb.DENY, change(new AccessChange.Deny(user(arguments, 0), rule(arguments))));
    }

    private static AccessOrder change(AccessChange change) {
        return new AccessOrder.Change(change);
    }

    private static AccessChange quota(Arguments arguments) throws LineFlaw {
        Quotas.Kind kind = Quotas.Kind.named(arguments.value(2).toLowerCase(Locale.ROOT))
                .orElseThrow(() -> LineFlaw.arguments("a quota is of sessions, locks, waiters or watches"));
        long limit = Arguments.parse(arguments.value(3));
        if (limit < 0) {
            throw LineFlaw.arguments("a quota is a whole number; 0 means no bound");
        }
        return new AccessChange.SetQuota(user(arguments, 1), kind, limit);
    }

    private static Rule rule(Arguments arguments) throws LineFlaw {
        Right right = Right.named(arguments.value(1).toLowerCase(Locale.ROOT))
                .orElseThrow(() -> LineFlaw.arguments("a right is read, lock, watch, force or admin"));
        String prefix = arguments.text(2, "a prefix", LockName.BYTES_MAX);
        if (right == Right.ADMIN && !prefix.isEmpty()) {
            throw LineFlaw.arguments("the right admin is about no lock, so it has no prefix");
        }
        return new Rule(right, prefix);
    }

    private static String user(Arguments arguments, int place) throws LineFlaw {
        String name = arguments.value(place);
        String flaw = User.flawOf(name);
        if (!flaw.isEmpty()) {
            throw LineFlaw.arguments(flaw);
        }
        return name;
    }
}
