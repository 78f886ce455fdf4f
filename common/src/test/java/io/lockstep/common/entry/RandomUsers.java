package io.lockstep.common.entry;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.Quotas;
import io.lockstep.common.access.Right;
import io.lockstep.common.access.Rule;
import io.lockstep.common.access.TokenHash;
import io.lockstep.common.access.User;
import java.util.SplittableRandom;

/** Draws users and changes of them. */
final class RandomUsers {

    private final RandomValues values;
    private final SplittableRandom random;

    RandomUsers(RandomValues values, SplittableRandom random) {
        this.values = values;
        this.random = random;
    }

    User user() {
        Quotas quotas = new Quotas(values.number(), values.number(), values.number(), values.number());
        return new User(
                values.text(20), values.text(90), values.some(2, this::token), values.some(4, this::rule), quotas);
    }

    AccessChange change() {
        return switch (random.nextInt(10)) {
            case 0 -> new AccessChange.AddUser(values.text(20), token(), random.nextBoolean());
            case 1 -> new AccessChange.RemoveUser(values.text(20));
            case 2 -> new AccessChange.RotateToken(values.text(20), token());
            case 3 -> new AccessChange.FinishRotation(values.text(20));
            case 4 -> new AccessChange.SetSubject(values.text(20), values.text(90));
            case 5 -> new AccessChange.SetQuota(values.text(20), values.one(Quotas.Kind.values()), values.number());
            case 6 -> new AccessChange.Allow(values.text(20), rule());
            case 7 -> new AccessChange.Deny(values.text(20), rule());
            case 8 -> new AccessChange.FirstAdmin(values.text(20), token());
            default -> new AccessChange.ResetAdmin(values.text(20), token());
        };
    }

    private TokenHash token() {
        return new TokenHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private Rule rule() {
        return new Rule(values.one(Right.values()), values.text(20));
    }
}
