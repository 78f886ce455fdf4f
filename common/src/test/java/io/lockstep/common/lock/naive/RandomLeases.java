package io.lockstep.common.lock.naive;

import io.lockstep.common.access.TokenHash;
import io.lockstep.common.command.Command.Acquire;
import io.lockstep.common.command.Command.Request;
import io.lockstep.common.command.GrantKey;
import io.lockstep.common.command.KeyedRequest;
import io.lockstep.common.command.LeaseTerms;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.RequestId;
import java.util.List;
import java.util.SplittableRandom;

/** Draws requests for grants with their own lease. There are few keys, so that many of them are the key of a grant. */
record RandomLeases(SplittableRandom random, NaiveModel model) {

    Request command(RequestId request, LockName name, LockMode mode, long waitMillis, long delayMillis) {
        if (random.nextInt(5) < 3) {
            LeaseTerms terms = new LeaseTerms(key(name), leaseMillis(), holdMillis());
            return new Acquire(request, List.of(name), mode, waitMillis, delayMillis, terms);
        }
        List<NaiveLocks.Held> leased = model.locks.held.stream()
                .filter(one -> one.owner().grantKey != null)
                .toList();
        NaiveLocks.Held one = leased.isEmpty() ? null : leased.get(random.nextInt(leased.size()));
        LockName of = one == null ? name : one.name();
        GrantKey key = one == null || random.nextInt(5) == 0 ? key(name) : one.owner().grantKey;
        long token = switch (random.nextInt(4)) {
            case 0 -> random.nextLong(model.locks.tokens + 2);
            case 1 -> one == null ? 0 : one.token();
            default -> 0;
        };
        return switch (random.nextInt(3)) {
            case 0 -> new KeyedRequest.Release(request, of, token, key, KeyedRequest.Release.AS_LOCKED);
            case 1 -> new KeyedRequest.Release(request, of, token, key, holdMillis());
            default -> new KeyedRequest.Extend(request, of, token, key, leaseMillis());
        };
    }

    private GrantKey key(LockName name) {
        boolean ofAnother = random.nextInt(20) == 0;
        return new GrantKey(new TokenHash(ofAnother ? 0 : name.text().hashCode(), random.nextInt(3), 0, 0));
    }

    private long leaseMillis() {
        return random.nextInt(10) == 0 ? Long.MAX_VALUE : random.nextInt(4_000);
    }

    private long holdMillis() {
        return random.nextBoolean() ? 0 : 1 + random.nextInt(500);
    }
}
