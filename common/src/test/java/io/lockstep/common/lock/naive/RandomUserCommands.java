package io.lockstep.common.lock.naive;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.Quotas;
import io.lockstep.common.access.Right;
import io.lockstep.common.access.Rule;
import io.lockstep.common.access.TokenHash;
import io.lockstep.common.access.User;
import io.lockstep.common.command.Command;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Draws commands about users, and the users of sessions. Few names, tokens, subjects and prefixes, so that they meet;
 * in one seed of six the cluster never has users.
 */
final class RandomUserCommands {

    static final List<String> SUBJECTS = List.of("", "CN=first", "CN=second");

    private static final List<String> NO_NAMES = List.of("", "no name", "a/b", "x".repeat(65));

    private final SplittableRandom random;
    private final NaiveModel model;
    private final int names;

    RandomUserCommands(SplittableRandom random, NaiveModel model) {
        this.random = random;
        this.model = model;
        names = Math.min(random.nextInt(6), 3);
    }

    Command command() {
        return names == 0 || random.nextInt(4) == 0
                ? new Command.ReportRefusals(
                        random.nextInt(3), random.nextInt(20), "AUTH", user(), "10.0.0.7", 1 + random.nextInt(3))
                : new Command.ChangeAccess(change(), operator(), "o:1");
    }

    /** Returns who changes users: mostly an administrator. */
    private String operator() {
        return random.nextInt(6) == 0
                ? user()
                : model.users.all.stream()
                        .map(User::name)
                        .filter(model.users::isAdmin)
                        .findFirst()
                        .orElse("");
    }

    private AccessChange change() {
        String user = random.nextInt(20) == 0 ? one(NO_NAMES) : name();
        return switch (random.nextInt(21)) {
            case 0 -> new AccessChange.FirstAdmin(user, token());
            case 1 -> new AccessChange.ResetAdmin(user, token());
            case 2, 3 -> new AccessChange.RemoveUser(user);
            case 4 -> new AccessChange.RotateToken(user, token());
            case 5 -> new AccessChange.FinishRotation(user);
            case 6, 7, 8 -> new AccessChange.SetSubject(user, subject());
            case 9, 10, 11, 12 -> new AccessChange.SetQuota(user, one(List.of(Quotas.Kind.values())), limit());
            case 13, 14 -> new AccessChange.Allow(user, rule());
            case 15, 16 -> new AccessChange.Deny(user, ruleOf(user));
            default -> new AccessChange.AddUser(user, token(), random.nextInt(5) == 0);
        };
    }

    /** Mostly the same one, so that it is taken. */
    private String subject() {
        return random.nextInt(12) == 0
                ? "x".repeat(1_025)
                : one(random.nextBoolean() ? SUBJECTS.subList(1, 2) : SUBJECTS);
    }

    private long limit() {
        return random.nextInt(4) == 0 ? 0 : random.nextInt(5) - 1;
    }

    private Rule rule() {
        String prefix = random.nextInt(12) == 0 ? "x".repeat(256) : "Lock".substring(random.nextInt(5));
        return new Rule(one(List.of(Right.values())), prefix);
    }

    /** Returns one that the user has, if possible. */
    private Rule ruleOf(String name) {
        User user = model.users.find(name);
        return user == null || user.rules().isEmpty() || random.nextInt(3) == 0 ? rule() : one(user.rules());
    }

    private TokenHash token() {
        return new TokenHash(1, 2, 3, random.nextInt(8));
    }

    private String name() {
        return "user" + random.nextInt(names);
    }

    /** Returns the user of a client: mostly one that there is, or nobody before the first; sometimes a stranger. */
    String user() {
        if (names > 0 && random.nextInt(12) == 0) {
            return random.nextBoolean() ? "" : name();
        }
        return model.users.all.isEmpty() ? "" : one(model.users.all).name();
    }

    /** Returns the user who takes up a session: mostly its own. */
    String userOf(NaiveModel.LiveSession session) {
        return session.user.isEmpty() || random.nextInt(6) == 0 ? user() : session.user;
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
